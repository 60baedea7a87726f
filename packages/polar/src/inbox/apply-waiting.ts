// Applies what waits in the inbox, in the order of Polar's time. What opens a pool lets others go on that waited for it.

import { messageOf, stopsThePass } from "../failures.ts";
import type { PoolRef } from "../pool-ref.ts";
import { readInput } from "../translate/read-input.ts";
import { poolOfSubject } from "../translate/subjects.ts";
import { applyObservation } from "./apply-observation.ts";
import type { InboxLedger } from "./inbox-ledger.ts";
import { inputKindOf } from "./input-kind.ts";
import type { KeptObservation } from "./observation-of.ts";
import type { Outcome, Refetch } from "./outcome.ts";

/** Which of those that wait; all unless said. */
export interface Which {
  readonly subject?: string | undefined;
  readonly pool?: PoolRef | undefined;
}

interface Applying {
  readonly ledger: InboxLedger;
  readonly signal?: AbortSignal | undefined;
  /** What came just now, by its id: the ledger keeps no body that belongs to somebody who was forgotten. */
  readonly bodies?: ReadonlyMap<string, string> | undefined;
}

/** What came of those that waited. */
export interface AppliedWaiting {
  readonly applied: number;
  readonly unread: number;
  /** Those that go on waiting: what they are about is not known yet, or the ledger had a trouble with them. */
  readonly waiting: number;
  readonly appended: number;
  readonly inferred: number;
  /** What Polar has to be asked for, by the observation that asks for it. */
  readonly refetch: readonly (Refetch & { readonly originId: string })[];
  /** Why some could not be applied, in words that name nobody. */
  readonly failures: readonly string[];
}

export async function applyWaiting({ ledger, signal, bodies }: Applying, which: Which = {}): Promise<AppliedWaiting> {
  const tally = { applied: 0, unread: 0, waiting: 0, appended: 0, inferred: 0 };
  const refetch = new Map<string, AppliedWaiting["refetch"]>();
  const failures = new Map<string, string>();
  let opened: boolean;
  do {
    opened = false;
    tally.waiting = 0;
    failures.clear();
    for await (const kept of waiting(ledger, which)) {
      signal?.throwIfAborted();
      const outcome = await attempt(ledger, kept, kept.body ?? bodies?.get(kept.originId) ?? null);
      if (outcome === null) continue;
      if (typeof outcome === "string") failures.set(kept.originId, outcome);
      else refetch.set(kept.originId, refetchOf(outcome, kept));
      count(tally, outcome);
      opened ||= typeof outcome === "object" && outcome.kind === "applied" && outcome.opened;
    }
  } while (opened && tally.waiting > 0);
  return { ...tally, refetch: [...refetch.values()].flat(), failures: [...failures.values()] };
}

async function* waiting(ledger: InboxLedger, { subject, pool }: Which): AsyncGenerator<KeptObservation> {
  let cursor: string | null = null;
  do {
    const page = await ledger.inbox.list({ state: "waiting", subject: subject ?? null, cursor });
    for (const kept of page.observations) if (!pool || isAbout(kept, pool)) yield kept;
    cursor = page.next;
  } while (cursor !== null);
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

function count(
  tally: { -readonly [Key in "applied" | "unread" | "waiting" | "appended" | "inferred"]: number },
  outcome: Outcome | string,
): void {
  if (typeof outcome === "string" || outcome.kind === "waits") tally.waiting += 1;
  else if (outcome.kind === "unread") tally.unread += 1;
  else {
    tally.applied += 1;
    for (const { appended, inferred } of outcome.recorded) {
      tally.appended += appended;
      tally.inferred += inferred;
    }
  }
}

function refetchOf(outcome: Outcome, { originId }: KeptObservation): AppliedWaiting["refetch"] {
  return outcome.kind === "unread" ? [] : outcome.refetch.map((one) => ({ ...one, originId }));
}

function isAbout(kept: KeptObservation, pool: PoolRef): boolean {
  const ref = kept.subject === null ? null : (poolOfSubject(kept.subject) ?? poolInside(kept));
  return ref !== null && ref.subscriptionId === pool.subscriptionId && ref.orderId === pool.orderId;
}

/** A seat tells its pool, and a quantity its subscription, in the body alone. */
function poolInside(kept: KeptObservation): PoolRef | null {
  const kind = inputKindOf(kept);
  if (kind === null || kept.body === null) return null;
  const { says } = readInput(kind, kept.body);
  return says.kind === "seat" || says.kind === "quantity" ? says.ref : null;
}
