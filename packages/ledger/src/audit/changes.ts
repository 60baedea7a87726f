// changes: how a pool and its seats at one moment differ from another. What came and went in between is no difference:
// history tells it.

import { z } from "zod";
import { type Pool, poolAnswer } from "../answers/pool.ts";
import { type Seat, seatsListAnswer } from "../answers/seat.ts";
import { exactlyOneSource, poolRefShape } from "../arguments.ts";
import type { Moment } from "../domain/moment.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import { isLive } from "../domain/seat-machine.ts";
import { answered, type Query } from "../query.ts";
import { versionAt } from "../store/moment-queries.ts";
import { readNumberOfSeats } from "../store/number-queries.ts";
import { readSeatsTouched } from "../store/past-queries.ts";
import { type FoundPool, findPoolBy } from "../store/pool-queries.ts";
import type { Reads } from "../store/port.ts";
import { asMoment, bySchema, momentSchema, needsTimes, stillToCome } from "./shared/moment.ts";
import { isLate, type PoolThen, poolWithSeatsThen, poolWithSomeSeatsThen } from "./shared/pool-then.ts";

/** A pool at two moments. Each seat that differs stands in one of the lists. */
export interface PoolChanges {
  /** The pool's numbers, status and product. `before` is null where it was not open yet. */
  readonly pool: { readonly before: Pool | null; readonly after: Pool };
  /** Held since: nobody sat there before. As they were in the end. */
  readonly assigned: readonly Seat[];
  /** Pending before, claimed in the same holding in the end. */
  readonly claimed: readonly Seat[];
  /** Held before, by nobody in the end. As they were before, with their holders. */
  readonly revoked: readonly Seat[];
  /**
   * Held at both moments, in two holdings: one ended, a later one began. `personId` says whether by the same person, who lost
   * the seat and was given it again; it is null where nobody knows who it was.
   */
  readonly handedOn: readonly { readonly before: Seat; readonly after: Seat }[];
}

const schema = z
  .strictObject({ ...poolRefShape, from: momentSchema, until: momentSchema, by: bySchema })
  .superRefine(exactlyOneSource)
  .superRefine(({ from, until, by }, context) => {
    needsTimes([from, until], by, context);
    if (from instanceof Date !== until instanceof Date) {
      for (const path of ["from", "until"]) {
        context.addIssue({ code: "custom", path: [path], message: "must be of one kind: two Dates, or two positions" });
      }
    } else if (from > until) {
      context.addIssue({ code: "custom", path: ["from"], message: "must not lie after until" });
    }
  });

/** A pool, and two moments: times or positions. */
export type ChangesArgs = z.input<typeof schema>;

export const changes: Query<z.output<typeof schema>, PoolChanges> = {
  args: schema,
  *reads({ from, until, by, ...ref }, { now, fence }) {
    const future = yield* stillToCome(asMoment(until, by), now, "until");
    if (future) return future;
    const found = yield* findPoolBy(ref, fence);
    if (!found) return poolNotFound(ref);
    const { before, after } = yield* bothThen(found, asMoment(from, by), asMoment(until, by));
    return after ? answered(differenceOf(before, after)) : poolNotFound(ref);
  },
};

/** The pool at both moments, with at least those seats to which something happened in between. */
function* bothThen(
  found: FoundPool,
  from: Moment,
  until: Moment,
): Reads<{ readonly before: PoolThen | null; readonly after: PoolThen | null }> {
  const touched = isLate(found, until) ? null : yield* touchedBetween(found, from, until);
  const then = (moment: Moment) =>
    touched ? poolWithSomeSeatsThen(found, moment, touched) : poolWithSeatsThen(found, moment);
  return { before: yield* then(from), after: yield* then(until) };
}

/** The numbers of the seats to which something happened; null where more happened than the pool has seats. */
function* touchedBetween({ pool, refs }: FoundPool, from: Moment, until: Moment): Reads<readonly number[] | null> {
  const last = yield* versionAt(refs.stream, pool.version, until);
  const first = yield* versionAt(refs.stream, last, from);
  if (last - first > (yield* readNumberOfSeats(refs.stream))) return null;
  return yield* readSeatsTouched(refs.stream, first, last);
}

interface Pair {
  readonly before: Seat;
  readonly after: Seat;
}

function differenceOf(before: PoolThen | null, after: PoolThen): PoolChanges {
  const then = new Map(seatsOf(before).map((seat) => [seat.id, seat]));
  const now = seatsOf(after);
  const live = (seat: Seat | undefined): seat is Seat => seat !== undefined && isLive(seat.status);
  const pairs: readonly Pair[] = now.flatMap((seat) => {
    const earlier = then.get(seat.id);
    return earlier ? [{ before: earlier, after: seat }] : [];
  });
  const kept = pairs.filter((pair) => live(pair.before) && live(pair.after));
  return {
    pool: { before: before && poolAnswer(before.pool), after: poolAnswer(after.pool) },
    assigned: now.filter((seat) => live(seat) && !live(then.get(seat.id))),
    claimed: kept.filter((pair) => !isHandedOn(pair) && isClaimed(pair)).map((pair) => pair.after),
    revoked: pairs.filter((pair) => live(pair.before) && !live(pair.after)).map((pair) => pair.before),
    handedOn: kept.filter(isHandedOn),
  };
}

function isHandedOn({ before, after }: Pair): boolean {
  return before.holdingId !== after.holdingId;
}

function isClaimed({ before, after }: Pair): boolean {
  return before.status === "pending" && after.status === "claimed";
}

function seatsOf(then: PoolThen | null): readonly Seat[] {
  return then ? seatsListAnswer(then.pool, then.seats, then.members).seats : [];
}
