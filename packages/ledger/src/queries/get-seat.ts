// getSeat: one seat now.

import { z } from "zod";
import { type Seat, seatAnswer } from "../answers/seat.ts";
import { uuid } from "../arguments.ts";
import { reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import { answered, type Query } from "../query.ts";
import { findMemberOf } from "../store/member-queries.ts";
import { findPoolOfSeat } from "../store/pool-queries.ts";
import { findSeat } from "../store/seat-queries.ts";

const schema = z.strictObject({ seatId: uuid });

/** A seat by its id. */
export type GetSeatArgs = z.input<typeof schema>;

export const getSeat: Query<z.output<typeof schema>, Seat> = {
  args: schema,
  *reads({ seatId }, { fence }) {
    const found = yield* findPoolOfSeat(seatId, fence);
    if (!found) return reject("SeatNotFound", { seatId });
    const seat = yield* findSeat(seatId);
    invariant(seat, "a seat that has a pool is there");
    const member = yield* findMemberOf(found.refs.customer, seat.memberId);
    return answered(seatAnswer(found.pool, seat, member));
  },
};
