// Takes in what Polar shows of a pool's seats, after what was asked of Polar here and shows among them: that is recorded as
// ours, with who asked. So a write whose process ended is known by the next look for what it was, and its intent is settled.

import type { Recorded, Seat } from "seat-ledger";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import { knownSeat } from "../inbox/known-seat.ts";
import type { PoolRef } from "../pool-ref.ts";
import type { ShownSeat } from "../translate/facts.ts";
import { subjectOfSeat } from "../translate/subjects.ts";
import { writtenSeatFact } from "../translate/written-seat.ts";
import { answeredSeat } from "./answered-seat.ts";
import { askedBy, type Intent, isOld, resultOfIntent, seenOfIntent, settleIntents, waitingIntents } from "./intent.ts";
import { beginningOf, type Result, resultIn } from "./result-in.ts";
import { beginnings, endings, seatStep } from "./seat-step.ts";
import { answerOf, keepForCaller } from "./unanswered.ts";
import { isUnderWay } from "./under-way.ts";

export interface Showing {
  readonly ref: PoolRef;
  readonly seats: readonly ShownSeat[];
  /** The kept observation that shows them, and when it was made. */
  readonly originId: string;
  readonly observedAt: Date;
}

/** A seat that was asked for here, as the ledger has it, and what came of recording it. */
export interface Ours {
  readonly seat: Seat;
  readonly result: Result;
  readonly recorded: Recorded;
}

const notShown = "Polar doesn't show it.";

/**
 * `record` takes in the whole showing, and is told which of its seats were asked for here and are recorded already. It answers
 * whether the pool is now known as a whole: then what is too old to be under way and does not show has come to nothing.
 */
export async function withIntents<Answer extends { readonly isWhole: boolean }>(
  ledger: InboxLedger,
  showing: Showing,
  record: (ours: readonly Ours[]) => Promise<Answer>,
): Promise<Answer> {
  const intents = await waitingIntents(ledger, showing.ref);
  const done = new Map<Intent, Ours>();
  for (const intent of intents) {
    const ours = await recordedShown(ledger, showing, intent);
    if (ours) done.set(intent, ours);
  }
  const answer = await record([...done.values()]);
  for (const intent of intents) {
    const isOpen = await settleDone(ledger, showing.ref, intent, done.get(intent)?.result ?? null);
    if (isOpen && answer.isWhole && isOld(intent, showing.observedAt)) {
      await settleIntents(ledger, [intent.originId], notShown);
    }
  }
  return answer;
}

/** Settles an intent that is done, unless its write says so itself. Answers whether nobody knows yet what came of it. */
async function settleDone(ledger: InboxLedger, ref: PoolRef, intent: Intent, shown: Result | null): Promise<boolean> {
  if (isUnderWay(intent.originId)) return false;
  const result = await recordedResultOf(ledger, intent);
  const answer = await answerOf(ledger, intent, shown ?? result);
  if (answer === null && result === null && !(await hasEnded(ledger, intent))) return true;
  if (answer !== null) await keepForCaller(ledger, ref, intent, answer);
  await settleIntents(ledger, [intent.originId]);
  return false;
}

/** Null where the showing doesn't have what the intent wanted. */
async function recordedShown(ledger: InboxLedger, showing: Showing, intent: Intent): Promise<Ours | null> {
  for (const shown of showing.seats) {
    const result = resultIn(intent, shown);
    if (result === null || !(await isOurs(ledger, intent, result))) continue;
    const originId = await keepSeen(ledger, showing, intent, shown.id);
    const { observedAt, ref } = showing;
    const fact = { type: "seat", ...ref, ...result } as const;
    const by = { ...askedBy(intent), origin: "write-through", originId, observedAt } as const;
    const recorded = await ledger.record([fact], by);
    return { seat: await ledger.getSeat({ seatId: shown.id }), result, recorded };
  }
  return null;
}

/** Whether the intent brought it about: what the ledger knew before cannot be. It may be recorded already. */
async function isOurs(ledger: InboxLedger, { operation, wish }: Intent, { seat }: Result): Promise<boolean> {
  const known = await knownSeat(ledger, seat.id);
  if (operation === "revokeSeat") {
    return known !== null && known.status !== "revoked" && known.holdingId === wish?.meant?.holdingId;
  }
  if (known === null || beginningOf(known)?.getTime() !== beginningOf(seat)?.getTime()) return true;
  const began = await seatStep(ledger, { seatId: known.id, holdingId: known.holdingId }, beginnings);
  return began !== null && began.version > (wish?.poolVersion ?? 0);
}

/** What Polar answered, where that was recorded and the process ended just after it. */
async function recordedResultOf(ledger: InboxLedger, { originId }: Intent): Promise<Result | null> {
  const kept = await ledger.inbox.get(resultOfIntent(originId));
  const seat = kept?.state === "applied" ? answeredSeat(kept.body) : null;
  return seat && (await knownSeat(ledger, seat.id)) ? writtenSeatFact(seat) : null;
}

/** Where it was seen, kept once for each intent. It names nobody. */
async function keepSeen(
  ledger: InboxLedger,
  { ref, originId: seenIn, observedAt }: Showing,
  intent: Intent,
  seatId: string,
): Promise<string> {
  const originId = seenOfIntent(intent.originId);
  const { organizationId } = await ledger.getPool(ref);
  await ledger.inbox.keep([
    {
      ...{ origin: "write-through", originId, organizationId, type: `${intent.operation}.seen`, people: [] },
      ...{ subject: subjectOfSeat(seatId), apiVersion: null, sourceAt: null, observedAt, state: "applied" },
      body: JSON.stringify({ seenIn }),
    },
  ]);
  return originId;
}

/** Whether the holding is over that was to end, whoever ended it. */
async function hasEnded(ledger: InboxLedger, { wish }: Intent): Promise<boolean> {
  const { meant, same } = wish ?? {};
  if (!meant || typeof same?.["seatId"] !== "string") return false;
  const known = await knownSeat(ledger, same["seatId"]);
  if (known === null) return false;
  const { holdingId } = meant;
  return known.holdingId !== holdingId || (await seatStep(ledger, { seatId: known.id, holdingId }, endings)) !== null;
}
