// usage: how many seats of a pool were bought and live over a span of time, as it is believed now or was at a position.

import { z } from "zod";
import { exactlyOneSource, instant, maybe, poolRefShape } from "../arguments.ts";
import { noNumbers, type PoolNumbers } from "../domain/numbers.ts";
import { later } from "../domain/pool.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import { reject } from "../domain/rejections.ts";
import { type UsageSums, unused, usageBelieved, usageFrom } from "../domain/usage.ts";
import { answered, type Query } from "../query.ts";
import { readHead, readStream } from "../store/log-queries.ts";
import { versionAt } from "../store/moment-queries.ts";
import { readBought, readNumbersChanges } from "../store/number-queries.ts";
import { type FoundPool, findPoolBy } from "../store/pool-queries.ts";
import type { Reads } from "../store/port.ts";
import { countsThen } from "./shared/counts-then.ts";

/** How a pool was used. The same pool, `from`, `until` and `upTo` give the same answer for ever. */
export interface Usage {
  /** The numbers from `at` on, until the next step. The first is at `from`, or where the pool opened after it. */
  readonly steps: readonly {
    readonly at: Date;
    /** Bought. */
    readonly seats: number;
    readonly pending: number;
    readonly claimed: number;
  }[];
  /** The most that were pending or claimed at once. */
  readonly peak: number;
  /** How many were pending or claimed on average, weighted by time. */
  readonly mean: number;
  /** How long more were live than were bought, in milliseconds. */
  readonly overusedMs: number;
  /** Where the span ended: as asked for, or now where that is earlier. */
  readonly until: Date;
  /** The position of the log up to which it was computed: what is learned later is left out. */
  readonly upTo: number;
}

const schema = z
  .strictObject({
    ...poolRefShape,
    from: instant,
    until: instant,
    upTo: maybe(z.int("must be a whole number").nonnegative("must not be negative")),
  })
  .superRefine(exactlyOneSource);

/** A pool, a span of time, and perhaps the position of an earlier answer. */
export type UsageArgs = z.input<typeof schema>;

export const usage: Query<z.output<typeof schema>, Usage> = {
  args: schema,
  *reads({ from, until: asked, upTo: given, ...ref }, { now: clock, fence }) {
    const head = yield* readHead();
    // A clock that was put back makes nothing that was recorded future.
    const now = later(clock, head.recordedAt);
    const until = earlierOf(asked, now);
    if (from > until) {
      const message = from > now ? "lies in the future: ask about the past" : "must not lie after until";
      return reject("InvalidRequest", { issues: [{ path: "from", message }] });
    }
    const upTo = given ?? head.position;
    if (upTo > head.position) {
      const message = "lies after the last event: pass the upTo of an earlier answer, or leave it out";
      return reject("InvalidRequest", { issues: [{ path: "upTo", message }] });
    }
    const found = yield* findPoolBy(ref, fence);
    if (!found) return poolNotFound(ref);
    const version = yield* versionAt(found.refs.stream, found.pool.version, { by: "recorded", position: upTo });
    if (version === 0) return poolNotFound(ref);
    // Of a pool of Polar everything that was ever told may be about this span.
    const sums =
      found.pool.authority === "polar"
        ? usageBelieved(yield* readStream(found.refs.stream, version), from, until)
        : yield* usageInOrder(found, version, from, until);
    return answered({ ...sums, until, upTo });
  },
};

/** In a pool of the ledger events occur in their order: it needs the numbers of `from`, and the events from there on. */
function* usageInOrder(found: FoundPool, upTo: number, from: Date, until: Date): Reads<UsageSums> {
  const { stream } = found.refs;
  const { openedAt } = found.pool;
  if (openedAt > until) return unused;
  const last = yield* versionAt(stream, upTo, { by: "occurred", at: until });
  const first = yield* versionAt(stream, last, { by: "occurred", at: from });
  const start = first === 0 ? noNumbers : yield* numbersThen(found, first);
  return usageFrom(start, yield* readNumbersChanges(stream, first, last), later(from, openedAt), until);
}

function* numbersThen(found: FoundPool, version: number): Reads<PoolNumbers> {
  return { seats: yield* readBought(found.refs.stream, version), ...(yield* countsThen(found, version)) };
}

function earlierOf(one: Date, other: Date): Date {
  return one < other ? one : other;
}
