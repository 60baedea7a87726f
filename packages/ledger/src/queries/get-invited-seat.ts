// getInvitedSeat: the seat that a live invitation opens, for whoever has its token.

import { z } from "zod";
import { type Seat, seatAnswer } from "../answers/seat.ts";
import { isClaimable } from "../domain/decide/claim-seat.ts";
import { reject } from "../domain/rejections.ts";
import { answered, type Query } from "../query.ts";
import { findMemberOf } from "../store/member-queries.ts";
import { findPoolOfInvitation } from "../store/pool-queries.ts";
import { findSeat } from "../store/seat-queries.ts";
import { hashOf } from "../tokens/tokens.ts";

const schema = z.strictObject({ invitationToken: z.string("must be text") });

/** The token from the invitation. */
export type GetInvitedSeatArgs = z.input<typeof schema>;

export const getInvitedSeat: Query<z.output<typeof schema>, Seat> = {
  args: schema,
  *reads({ invitationToken }, { fence, now }) {
    const tokenHash = hashOf(invitationToken);
    const found = yield* findPoolOfInvitation(tokenHash, fence);
    const seat = found && (yield* findSeat(found.seatId));
    if (!found || !seat || !isClaimable(seat, tokenHash, now)) return reject("InvalidInvitationToken", {});
    const member = yield* findMemberOf(found.refs.customer, seat.memberId);
    return answered(seatAnswer(found.pool, seat, member));
  },
};
