// Claiming a seat by its token, and what the claim page shows before that. The second has no side effect.

import { invalidInvitationToken, resourceNotFound } from "../errors.ts";
import { customerOf } from "../find-customer.ts";
import { requireSeatsEnabled } from "../organizations.ts";
import { poolOfSeat } from "../pools.ts";
import { productOf } from "../products.ts";
import { remember } from "../record/remember.ts";
import type { SeatRecord } from "../records.ts";
import { type SandboxState, seesEverything } from "../state.ts";
import { tellSeat } from "../tell/seat.ts";
import { seatByToken, setInvitationToken } from "./invitation-token.ts";

export type ClaimInput = { readonly invitationToken: string };

/** A claimed seat, and the session that the claim opened. */
export type ClaimedSeat = { readonly seat: SeatRecord; readonly customerSessionToken: string };

export function claimSeat(state: SandboxState, { invitationToken }: ClaimInput): ClaimedSeat {
  const pending = seatByToken(state, invitationToken);
  if (pending === undefined) throw invalidInvitationToken();
  requireSeatsEnabled(state, poolOfSeat(state, pending, seesEverything).organizationId);
  const at = state.now();
  const seat: SeatRecord = { ...pending, status: "claimed", claimedAt: at, modifiedAt: at };
  state.seats.set(seat.id, seat);
  setInvitationToken(state, seat.id, null);
  remember(state, seat, { at, type: "claimed" });
  tellSeat(state, seat, "claimed");
  // Polar opens a member's session where there is a member, and else a customer's; the prefix tells which.
  const prefix = seat.memberId === null ? "polar_cst_" : "polar_mst_";
  return { seat, customerSessionToken: `${prefix}${state.ids.token()}` };
}

/** What the claim page shows before the claim. */
export type ClaimInfo = {
  readonly productName: string;
  readonly productId: string;
  readonly organizationName: string;
  readonly organizationSlug: string;
  readonly customerEmail: string;
  readonly canClaim: boolean;
};

export function getClaimInfo(state: SandboxState, { invitationToken }: ClaimInput): ClaimInfo {
  const seat = seatByToken(state, invitationToken);
  if (seat === undefined) throw resourceNotFound("Invalid or expired invitation token");
  const pool = poolOfSeat(state, seat, seesEverything);
  const organization = requireSeatsEnabled(state, pool.organizationId);
  const product = productOf(state, pool.productId);
  return {
    productName: product.name,
    productId: product.id,
    organizationName: organization.name,
    organizationSlug: organization.slug,
    customerEmail: seat.email ?? (seat.customerId && customerOf(state, seat.customerId).email) ?? "",
    canClaim: seat.status === "pending",
  };
}
