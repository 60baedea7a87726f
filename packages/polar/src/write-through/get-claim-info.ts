// What an invitation of Polar is for. Nothing is recorded, and the token goes nowhere but to Polar.

import { type ClaimInfo, errors, isSeatLedgerError } from "seat-ledger";
import type { PolarClient } from "../client/polar-client.ts";
import { UnusableAnswer } from "../failures.ts";
import { read } from "../wire/read.ts";
import { claimInfoSchema } from "../wire/written-seat.ts";
import { refusalIn } from "./polar-refusal.ts";
import { troubleOf } from "./polar-seats-error.ts";
import type { Writing } from "./writing.ts";

export interface TokenArgs {
  readonly invitationToken: string;
}

export async function getClaimInfo(writing: Writing, args: TokenArgs): Promise<ClaimInfo> {
  try {
    return await writing.ledger.getClaimInfo(args);
  } catch (error) {
    if (!isPolars(error, args)) throw error;
  }
  return await askedInfo(writing.clientUntil(undefined), args);
}

/** The ledger knows none of Polar's tokens. Its own have a prefix, and never leave the house. */
export function isPolars(error: unknown, { invitationToken }: TokenArgs): boolean {
  if (isSeatLedgerError(error, "PoolMirrored")) return true;
  return isSeatLedgerError(error, "InvalidInvitationToken") && /^(?!seat_)[\w-]{1,200}$/.test(invitationToken);
}

async function askedInfo(client: PolarClient, { invitationToken }: TokenArgs): Promise<ClaimInfo> {
  try {
    const info = read(claimInfoSchema, "claim info", (await client.claimInfo(invitationToken)).body);
    return {
      productName: info.product_name,
      productId: info.product_id,
      organizationName: info.organization_name,
      organizationSlug: info.organization_slug,
      customerEmail: info.customer_email ?? "",
      canClaim: info.can_claim,
    };
  } catch (error) {
    throw error instanceof UnusableAnswer ? troubleOf(error) : refusedToken(error);
  }
}

/** A token that is dead is answered in several ways, all of which mean the same. */
export function refusedToken(error: unknown): Error {
  const refusal = refusalIn(error);
  const isDead = refusal?.status === 404 || refusal?.status === 422 || refusal?.name === "InvalidInvitationToken";
  if (isDead) return new errors.InvalidInvitationToken({}, { cause: error });
  if (refusal?.name === "FeatureNotEnabled") return new errors.SeatsNotEnabled({ organizationId: "(not told)" });
  return troubleOf(error);
}
