// Applies what waits in the inbox, in the order of Polar's time. What opens a pool lets others go on that waited for it; they are
// looked for then, and nothing else is tried again.

import { messageOf, stopsThePass } from "../failures.ts";
import { type PoolRef, poolIdOf } from "../pool-ref.ts";
import { readInput } from "../translate/read-input.ts";
import { poolOfSubject } from "../translate/subjects.ts";
import { applyObservation } from "./apply-observation.ts";
import type { InboxLedger } from "./inbox-ledger.ts";
import { inputKindOf } from "./input-kind.ts";
import type { KeptObservation } from "./observation-of.ts";
import type { Opens, Outcome, Refetch } from "./outcome.ts";

/** Which of those that wait: every one, those that were kept under these ids, or those about these pools. */
export type Which = "all" | { readonly originIds: readonly string[] } | { readonly pools: readonly PoolRef[] };

interface Applying {
  readonly ledger: InboxLedger;
  readonly signal?: AbortSignal | undefined;
  /** What came just now, by its id: the ledger keeps no body that belongs to somebody who was forgotten. */
  readonly bodies?: ReadonlyMap<string, string> | undefined;
}

/** What came of those that waited. */
export interface AppliedWaiting {
  readonly appended: number;
  readonly inferred: number;
  /** What Polar has to be asked for, by the observation that asks for it. */
  readonly refetch: readonly (Refetch & { readonly originId: string })[];
  /** Why some could not be applied and go on waiting, by their ids, in words that name nobody. */
  readonly failures: ReadonlyMap<string, string>;
}

export async function applyWaiting({ ledger, signal, bodies }: Applying, which: Which): Promise<AppliedWaiting> {
  const result = newResult();
  for (let next: Which | null = which; next !== null; ) {
    const opened: Opens[] = [];
    for await (const kept of among(ledger, next)) {
      signal?.throwIfAborted();
      const outcome = await attempt(ledger, kept, kept.body ?? bodies?.get(kept.originId) ?? null);
      const opens = result.add(kept.originId, outcome);
      if (opens) opened.push(opens);
    }
    next = whatWaitedFor(opened);
  }
  return result.whole();
}

function newResult() {
  const tally = { appended: 0, inferred: 0 };
  const refetch = new Map<string, AppliedWaiting["refetch"]>();
  const failures = new Map<string, string>();
  return {
    /** Answers what became known by it. The last outcome of an observation counts. */
    add(originId: string, outcome: Outcome | string | null): Opens | null {
      failures.delete(originId);
      if (typeof outcome === "string") failures.set(originId, outcome);
      if (outcome === null || typeof outcome === "string" || outcome.kind === "unread") return null;
      const asking = outcome.refetch.map((one) => ({ ...one, originId }));
      refetch.set(originId, asking);
      if (outcome.kind === "waits") return null;
      for (const { appended, inferred } of outcome.recorded) {
        tally.appended += appended;
        tally.inferred += inferred;
      }
      return outcome.opens;
    },
    whole: (): AppliedWaiting => ({ ...tally, refetch: [...refetch.values()].flat(), failures }),
  };
}

/** Null where nothing can go on that could not before. */
function whatWaitedFor(opened: readonly Opens[]): Which | null {
  if (opened.includes("organization")) return "all";
  const pools = opened.filter((one) => one !== "organization");
  return pools.length > 0 ? { pools } : null;
}

function among(ledger: InboxLedger, which: Which): AsyncIterable<KeptObservation> {
  if (which === "all") return waiting(ledger);
  return "pools" in which ? waitingFor(ledger, which.pools) : keptUnder(ledger, which.originIds);
}

async function* waiting(ledger: InboxLedger): AsyncGenerator<KeptObservation> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof ledger.inbox.list>> = await ledger.inbox.list({ state: "waiting", cursor });
    yield* page.observations;
    cursor = page.next;
  } while (cursor !== null);
}

async function* waitingFor(ledger: InboxLedger, pools: readonly PoolRef[]): AsyncGenerator<KeptObservation> {
  const ids = new Set(pools.map(poolIdOf));
  for await (const kept of waiting(ledger)) {
    const ref = poolOf(kept);
    if (ref !== null && ids.has(poolIdOf(ref))) yield kept;
  }
}

async function* keptUnder({ inbox }: InboxLedger, originIds: readonly string[]): AsyncGenerator<KeptObservation> {
  const found = await Promise.all(originIds.map((originId) => inbox.get(originId)));
  const kept = found.filter((one) => one !== null).filter(({ state }) => state === "waiting");
  yield* kept.toSorted((one, other) => +timeOf(one) - +timeOf(other) || one.arrival - other.arrival);
}

function timeOf({ sourceAt, observedAt }: KeptObservation): Date {
  return sourceAt ?? observedAt;
}

/** What can't be applied because of a fault of ours must not keep the others from it. */
async function attempt(
  ledger: InboxLedger,
  kept: KeptObservation,
  body: string | null,
): Promise<Outcome | string | null> {
  try {
    return await applyObservation(ledger, kept, body);
  } catch (error) {
    if (stopsThePass(error)) throw error;
    return messageOf(error);
  }
}

/** The pool that it is about; null where it is about none, or where that can't be told any more. */
function poolOf(kept: KeptObservation): PoolRef | null {
  return kept.subject === null ? null : (poolOfSubject(kept.subject) ?? poolInside(kept));
}

/** A seat tells its pool, and a quantity its subscription, in the body alone. */
function poolInside(kept: KeptObservation): PoolRef | null {
  const kind = inputKindOf(kept);
  if (kind === null || kept.body === null) return null;
  const { says } = readInput(kind, kept.body);
  return says.kind === "seat" || says.kind === "quantity" ? says.ref : null;
}
