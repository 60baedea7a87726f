// usage: how many seats of a pool were bought and live over a span of time, as it is believed now or was at a position.

import { z } from "zod";
import { exactlyOneSource, instant, maybe, poolRefShape } from "../arguments.ts";
import { later } from "../domain/pool.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import { reject } from "../domain/rejections.ts";
import { usageOf } from "../domain/usage.ts";
import { answered, type Query } from "../query.ts";
import { readHead, readStream } from "../store/log-queries.ts";
import { versionAt } from "../store/moment-queries.ts";
import { findPoolBy } from "../store/pool-queries.ts";

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
    const { stream } = found.refs;
    const version = yield* versionAt(stream, found.pool.version, { by: "recorded", position: upTo });
    if (version === 0) return poolNotFound(ref);
    return answered({ ...usageOf(yield* readStream(stream, version), from, until), until, upTo });
  },
};

function earlierOf(one: Date, other: Date): Date {
  return one < other ? one : other;
}
