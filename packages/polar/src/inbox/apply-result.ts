// Applies Polar's answer to a write whose process ended before it was recorded: as the write would have, with who asked. A
// write that is under way does so itself.

import { answeredSeat } from "../intents/answered-seat.ts";
import { askedBy, intentOfResult, readIntent, settleIntents } from "../intents/intent.ts";
import { answerOf, keepForCaller } from "../intents/unanswered.ts";
import { isUnderWay } from "../intents/under-way.ts";
import { refOf } from "../pool-ref.ts";
import { writtenSeatFact } from "../translate/written-seat.ts";
import type { InboxLedger } from "./inbox-ledger.ts";
import type { KeptObservation } from "./observation-of.ts";
import { applied, nothingToDo, type Outcome } from "./outcome.ts";
import { outcomeOfRefusal } from "./refusals.ts";

/** Null where it is no such answer, or one whose write goes on. */
export async function applyResult(ledger: InboxLedger, kept: KeptObservation): Promise<Outcome | null> {
  const id = intentOfResult(kept);
  if (id === null || isUnderWay(id)) return null;
  const seat = answeredSeat(kept.body);
  const found = await ledger.inbox.get(id);
  const intent = found && readIntent(found);
  // It named somebody who was forgotten: the next look at the pool shows what is left of it.
  if (seat === null || found === null || intent === null) return nothingToDo;
  const { originId, observedAt } = kept;
  const fact = writtenSeatFact(seat);
  try {
    const by = { ...askedBy(intent), origin: "write-through", originId, observedAt } as const;
    const recorded = await ledger.record([fact], by);
    if (found.state !== "waiting") return applied(recorded);
    const answer = await answerOf(ledger, intent, fact);
    if (answer) await keepForCaller(ledger, refOf(fact), intent, answer);
    await settleIntents(ledger, [id]);
    return applied(recorded);
  } catch (error) {
    const outcome = outcomeOfRefusal(error, { kind: "seat", ref: refOf(fact), fact });
    if (outcome === null) throw error;
    return outcome;
  }
}
