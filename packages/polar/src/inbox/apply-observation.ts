// Applies one kept observation: derives its facts, records them, and says of it what became of it. Every step can be
// repeated: the same facts again append nothing.

import { isSeatLedgerError, type RecordContext, type Recorded } from "seat-ledger";
import { withIntents } from "../intents/with-intents.ts";
import type { PoolRef } from "../pool-ref.ts";
import { readInput } from "../translate/read-input.ts";
import type { Says } from "../translate/reading.ts";
import { poolOfSubject } from "../translate/subjects.ts";
import { applyPerson } from "./apply-person.ts";
import { applyPool } from "./apply-pool.ts";
import { applyResult } from "./apply-result.ts";
import { inTurn } from "./in-turn.ts";
import type { InboxLedger } from "./inbox-ledger.ts";
import { inputKindOf } from "./input-kind.ts";
import { newnessOf } from "./newness.ts";
import type { KeptObservation } from "./observation-of.ts";
import { applied, nothingToDo, type Outcome } from "./outcome.ts";
import { outcomeOfRefusal } from "./refusals.ts";

/**
 * What came of it; null where it is none that is read by itself. `body` is what came, where the ledger kept it not because
 * of somebody who was forgotten. What waited when it was read, and was applied since by another, is not applied again: what came
 * after it would be undone. Throws the ledger's own troubles, and then it goes on waiting.
 */
export function applyObservation(
  ledger: InboxLedger,
  kept: KeptObservation,
  body: string | null = kept.body,
): Promise<Outcome | null> {
  return inTurn(ledger, async () => {
    const settled = kept.state === "waiting" ? await settledMeanwhile(ledger, kept) : null;
    if (settled) return settled;
    const outcome = await outcomeNow(ledger, kept, body);
    const { originId } = kept;
    if (outcome?.kind === "applied") await ledger.inbox.settle([{ originId, state: "applied" }]);
    if (outcome?.kind === "unread") {
      await ledger.inbox.settle([{ originId, state: "unread", problem: outcome.problem }]);
    }
    return outcome;
  });
}

async function settledMeanwhile({ inbox }: InboxLedger, { originId }: KeptObservation): Promise<Outcome | null> {
  const now = await inbox.get(originId);
  if (now === null || now.state === "waiting") return null;
  return now.state === "applied" ? nothingToDo : { kind: "unread", problem: now.problem ?? "It could not be read." };
}

async function outcomeNow(ledger: InboxLedger, kept: KeptObservation, body: string | null): Promise<Outcome | null> {
  const kind = inputKindOf(kept);
  if (kind === null) return await applyResult(ledger, kept);
  return body === null ? await erasedOutcome(ledger, kept) : await outcomeOf(ledger, kept, readInput(kind, body).says);
}

async function outcomeOf(ledger: InboxLedger, kept: KeptObservation, says: Says): Promise<Outcome> {
  try {
    return await recordedOutcome(ledger, kept, says);
  } catch (error) {
    const outcome = outcomeOfRefusal(error, says);
    if (outcome === null) throw error;
    return outcome;
  }
}

async function recordedOutcome(ledger: InboxLedger, kept: KeptObservation, says: Says): Promise<Outcome> {
  const { origin, originId, observedAt } = kept;
  const context: RecordContext = { origin, originId, observedAt };
  switch (says.kind) {
    case "seat":
      // Right in any order: the ledger sees what of it is past. Live, its pool is looked at as a whole.
      return {
        ...applied(...(await recordSeat(ledger, says, context))),
        refetch: origin === "webhook" ? [{ ref: says.ref, whole: false }] : [],
      };
    case "quantity":
      return applied(await ledger.record([says.fact], context));
    case "pool": {
      const shownAt = kept.sourceAt ?? observedAt;
      return await applyPool(ledger, { shown: says.shown, shownAt, context }, await newnessOf(ledger, kept, says));
    }
    case "organization": {
      const newness = await newnessOf(ledger, kept, says);
      if (newness !== "newer") return nothingToDo;
      const recorded = await ledger.record([says.fact], context);
      return { ...applied(recorded), opens: recorded.appended > 0 ? "organization" : null };
    }
    case "customer":
    case "member":
    case "customer-removed":
    case "member-removed":
      return await applyPerson(ledger, { says, kept, context }, await newnessOf(ledger, kept, says));
    case "nothing":
      return nothingToDo;
    case "unread":
      return says;
  }
}

async function recordSeat(
  ledger: InboxLedger,
  { ref, fact }: Extract<Says, { kind: "seat" }>,
  context: RecordContext,
): Promise<readonly Recorded[]> {
  const { originId, observedAt } = context;
  const showing = { ref, seats: [fact.seat], originId, observedAt };
  const { recorded } = await withIntents(ledger, showing, async (ours) => ({
    isWhole: false,
    recorded: [...ours.map((one) => one.recorded), await ledger.record([fact], context)],
  }));
  return recorded;
}

/** It named somebody who was forgotten: what else it said is asked of Polar again. */
async function erasedOutcome(ledger: InboxLedger, { subject }: KeptObservation): Promise<Outcome> {
  const ref = subject === null ? null : await poolAbout(ledger, subject);
  return ref === null ? nothingToDo : { ...nothingToDo, refetch: [{ ref, whole: true }] };
}

async function poolAbout(ledger: InboxLedger, subject: string): Promise<PoolRef | null> {
  const [kind, id] = subject.split("/");
  if (kind !== "seats" || id === undefined) return poolOfSubject(subject);
  try {
    const { subscriptionId, orderId } = await ledger.getSeat({ seatId: id });
    return { subscriptionId, orderId };
  } catch (error) {
    if (isSeatLedgerError(error, "SeatNotFound")) return null;
    throw error;
  }
}
