// getSeat: one seat now.

import { z } from "zod";
import { type Seat, seatAnswer } from "../answers/seat.ts";
import { uuid } from "../arguments.ts";
import { reject } from "../domain/rejections.ts";
import { answered, type Query } from "../query.ts";
import { findMemberOf } from "../store/member-queries.ts";
import { findPoolAt } from "../store/pool-queries.ts";
import { findShownSeat } from "../store/seat-queries.ts";

const schema = z.strictObject({ seatId: uuid });

/** A seat by its id. */
export type GetSeatArgs = z.input<typeof schema>;

export const getSeat: Query<z.output<typeof schema>, Seat> = {
  args: schema,
  *reads({ seatId }, { fence }) {
    const found = yield* findShownSeat(seatId);
    const pool = found && (yield* findPoolAt(found.pool, fence));
    if (!found || !pool) return reject("SeatNotFound", { seatId });
    const member = yield* findMemberOf(pool.refs.customer, found.seat.memberId);
    return answered(seatAnswer(pool.pool, found.seat, member));
  },
};
