// asOf: a pool, its seats, or one seat as they were at a moment of the past, in the shapes of the present ones.

import { z } from "zod";
import { type Pool, poolAnswer } from "../answers/pool.ts";
import { type Seat, type SeatsList, seatAnswer, seatsListAnswer } from "../answers/seat.ts";
import { checked, idOf } from "../arguments.ts";
import type { SeatId } from "../domain/ids.ts";
import type { Moment } from "../domain/moment.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import { type Rejection, reject } from "../domain/rejections.ts";
import { type Asking, answered, type Query } from "../query.ts";
import { type FoundPool, findPoolBy, findPoolOfSeat } from "../store/pool-queries.ts";
import type { Reads } from "../store/port.ts";
import { asMoment, bySchema, momentSchema, needsTimes, stillToCome } from "./shared/moment.ts";
import { type PoolArgs, poolArgsSchema } from "./shared/pool-args.ts";
import { poolThen, poolWithSeatsThen, seatThen } from "./shared/pool-then.ts";

const seatSchema = z.strictObject({ seatId: idOf<SeatId>() });
type SeatArgs = z.input<typeof seatSchema>;

/** The ledger as it was. Whoever was forgotten since is nameless in the past too. */
export interface PastLedger {
  /** Every seat that the pool knew then. `PoolNotFound` where it was not open yet. */
  listSeats(args: PoolArgs): Promise<SeatsList>;
  /** A pool's numbers then. `PoolNotFound` where it was not open yet. */
  getPool(args: PoolArgs): Promise<Pool>;
  /** One seat then. `SeatNotFound` where nobody had held it yet. */
  getSeat(args: SeatArgs): Promise<Seat>;
}

const optionsSchema = z.strictObject({ by: bySchema }).prefault({});
const schema = z
  .strictObject({ instantOrPosition: momentSchema, by: bySchema })
  .superRefine(({ instantOrPosition, by }, context) => needsTimes([instantOrPosition], by, context));

export interface AsOfOptions {
  /** `recorded`, the default: what the ledger knew then. `occurred`: what it believes now of then. */
  readonly by?: "recorded" | "occurred" | undefined;
}

/** The past at a moment; `ask` runs its questions. */
export function pastLedger(
  given: Date | number,
  options: AsOfOptions | undefined,
  ask: <Args, Answer>(query: Query<Args, Answer>, args: unknown) => Promise<Answer>,
): PastLedger {
  const { by } = checked(optionsSchema, options);
  const { instantOrPosition } = checked(schema, { instantOrPosition: given, by });
  const then = asMoment(instantOrPosition, by);
  return {
    listSeats: (args) =>
      ask(
        aboutPool(then, poolWithSeatsThen, ({ pool, seats, members }) => seatsListAnswer(pool, seats, members)),
        args,
      ),
    getPool: (args) => ask(aboutPool(then, poolThen, poolAnswer), args),
    getSeat: (args) => ask(aboutSeat(then), args),
  };
}

function aboutPool<Past, Answer>(
  then: Moment,
  pastOf: (found: FoundPool, then: Moment) => Reads<Past | null>,
  answerOf: (past: Past) => Answer,
): Query<z.output<typeof poolArgsSchema>, Answer> {
  return {
    args: poolArgsSchema,
    *reads(ref, asking) {
      const future = yield* notYet(then, asking);
      if (future) return future;
      const found = yield* findPoolBy(ref, asking.fence);
      const past = found && (yield* pastOf(found, then));
      return past ? answered(answerOf(past)) : poolNotFound(ref);
    },
  };
}

function aboutSeat(then: Moment): Query<z.output<typeof seatSchema>, Seat> {
  return {
    args: seatSchema,
    *reads({ seatId }, asking) {
      const future = yield* notYet(then, asking);
      if (future) return future;
      const found = yield* findPoolOfSeat(seatId, asking.fence);
      const past = found && (yield* seatThen(found, then, seatId));
      return past ? answered(seatAnswer(found.pool, past.seat, past.member)) : reject("SeatNotFound", { seatId });
    },
  };
}

function notYet(then: Moment, { now }: Asking): Reads<Rejection | null> {
  return stillToCome(then, now, "instantOrPosition");
}
