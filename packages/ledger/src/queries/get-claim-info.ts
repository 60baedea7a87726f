// getClaimInfo: what an invitation is for. No side effects, so that mail scanners may follow the link.

import { z } from "zod";
import { isClaimable } from "../domain/decide/claim-seat.ts";
import { reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import { answered, type Query } from "../query.ts";
import { findOrganization } from "../store/organization-queries.ts";
import { findPoolOfInvitation } from "../store/pool-queries.ts";
import { findSeat } from "../store/seat-queries.ts";
import { hashOf } from "../tokens/tokens.ts";

/** What the claim page shows. */
export interface ClaimInfo {
  readonly productName: string;
  readonly productId: string;
  readonly organizationName: string;
  readonly organizationSlug: string;
  /** Who is invited; empty where the person was forgotten. */
  readonly customerEmail: string;
  readonly canClaim: boolean;
}

const schema = z.strictObject({ invitationToken: z.string("must be text") });

/** The token from the invitation. */
export type GetClaimInfoArgs = z.input<typeof schema>;

export const getClaimInfo: Query<z.output<typeof schema>, ClaimInfo> = {
  args: schema,
  *reads({ invitationToken }, { fence, now }) {
    const tokenHash = hashOf(invitationToken);
    const found = yield* findPoolOfInvitation(tokenHash, fence);
    if (!found) return reject("InvalidInvitationToken", {});
    const { pool, seatId } = found;
    const seat = yield* findSeat(seatId);
    if (!seat || !isClaimable(seat, tokenHash, now)) return reject("InvalidInvitationToken", {});
    const organization = (yield* findOrganization(pool.organizationId))?.organization;
    invariant(organization, "a pool belongs to an organization");
    if (!organization.seatsEnabled) return reject("SeatsNotEnabled", { organizationId: organization.id });
    return answered({
      productName: pool.product.name,
      productId: pool.product.id,
      organizationName: organization.name,
      organizationSlug: organization.slug,
      customerEmail: seat.email ?? "",
      canClaim: true,
    });
  },
};
