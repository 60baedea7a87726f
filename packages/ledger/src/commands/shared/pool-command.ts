// The commands about a pool as a whole differ in their arguments and their rule only.

import { z } from "zod";
import { type Pool, poolAnswer } from "../../answers/pool.ts";
import { exactlyOneSource, poolRefShape } from "../../arguments.ts";
import type { Decision } from "../../domain/decide/decision.ts";
import type { PoolStreamEvent } from "../../domain/events.ts";
import { type PoolRef, poolNotFound } from "../../domain/pool-ref.ts";
import { type Call, type Command, planned } from "./command.ts";
import { poolNamed } from "./find-pool.ts";
import { foldedPool, poolAnchor, poolAppend } from "./pool-append.ts";
import { type ReadyPool, readyPool } from "./preconditions.ts";

export const poolRefSchema = z.strictObject(poolRefShape).superRefine(exactlyOneSource);

/** A pool by exactly one of its ids. */
export type PoolArgs = z.input<typeof poolRefSchema>;

export function poolCommand<Args extends PoolRef>(
  name: string,
  args: z.ZodType<Args>,
  decide: (ready: ReadyPool, args: Args, call: Call) => Decision<PoolStreamEvent>,
): Command<Args, Pool> {
  return {
    name,
    args,
    *plan(given, call) {
      const ready = yield* readyPool(yield* poolNamed(given, call), poolNotFound(given), call);
      if (ready.kind !== "ready") return ready;
      const decision = decide(ready, given, call);
      if (decision.kind === "rejected") return decision;
      const append = poolAppend(ready, decision.events);
      const anchor = poolAnchor(ready.refs, append.after);
      return planned(ready.refs.organization, append, anchor, poolAnswer(append.after));
    },
    // A generator like every other, though a pool's answer needs nothing but its own events.
    // biome-ignore lint/correctness/useYield: nothing to read
    *again(events) {
      return poolAnswer(foldedPool(events));
    },
  };
}
