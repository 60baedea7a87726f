// What turned out to be done while nobody waited for the answer. Whoever makes the same call again is answered so: with an
// idempotency key for good, without one once and as long as it may be the same caller.

import type { Seat, SeatLedger } from "seat-ledger";
import { z } from "zod";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import { knownSeat } from "../inbox/known-seat.ts";
import { type PoolRef, poolIdOf } from "../pool-ref.ts";
import { positionOf, rememberAnswer, type SeatAt } from "./answers.ts";
import { type Intent, isOld, readIntent, type Wanted, wantsTheSame } from "./intent.ts";
import { beginnings, endings, seatStep } from "./seat-step.ts";

const prefix = "write-through/unanswered/";
const noteSchema = z.object({ intent: z.string(), holdingId: z.string(), seatId: z.string(), position: z.int() });

/** `seat` is what the intent brought about, where that is seen. */
export async function keepAnswerFor(
  ledger: InboxLedger,
  ref: PoolRef,
  { originId: intent, operation, wish }: Intent,
  seat: Seat | null,
): Promise<void> {
  const answer = await answerOf(ledger, operation, wish, seat);
  if (answer === null) return;
  const { seatId, position } = answer;
  if (wish?.key) return await rememberAnswer(ledger, wish.key, { seatId, position });
  // Who wants a mail to be sent again wants it each time.
  if (operation === "resendInvitation") return;
  const id = intent.slice(intent.lastIndexOf("/") + 1);
  await ledger.inbox.putNote(`${prefix}${poolIdOf(ref)}/${id}`, { intent, ...answer });
}

interface Answer extends SeatAt {
  readonly holdingId: string;
}

async function answerOf(
  ledger: InboxLedger,
  operation: Intent["operation"],
  wish: Intent["wish"],
  seat: Seat | null,
): Promise<Answer | null> {
  switch (operation) {
    case "assignSeat":
      return seat && (await begun(ledger, seat));
    case "revokeSeat":
      return await ended(ledger, wish);
    case "resendInvitation":
      return seat && { ...(await positionOf(ledger, seat)), holdingId: seat.holdingId };
    // A session is told once.
    case "claimSeat":
      return null;
  }
}

async function begun(ledger: InboxLedger, { id: seatId, holdingId }: Seat): Promise<Answer | null> {
  const step = await seatStep(ledger, { seatId, holdingId }, beginnings);
  return step && { seatId, holdingId, position: step.position };
}

async function ended(ledger: InboxLedger, wish: Intent["wish"]): Promise<Answer | null> {
  const seatId = wish?.same["seatId"];
  if (!wish?.meant || typeof seatId !== "string") return null;
  const { holdingId } = wish.meant;
  const step = await seatStep(ledger, { seatId, holdingId }, endings);
  return step && { seatId, holdingId, position: step.position };
}

/** The seat that a call without a key has brought about before, and has not been told of; null where there is none. */
export async function unanswered(
  ledger: Pick<SeatLedger, "inbox" | "getSeat" | "asOf">,
  wanted: Wanted,
): Promise<Seat | null> {
  if (wanted.pool === null) return null;
  for (const { key, value } of await ledger.inbox.notes(`${prefix}${poolIdOf(wanted.pool)}/`)) {
    const { data } = noteSchema.safeParse(value);
    const kept = data && (await ledger.inbox.get(data.intent));
    const intent = kept && readIntent(kept);
    if (!data || !intent || !wantsTheSame(intent, wanted)) continue;
    await ledger.inbox.putNote(key, null);
    if (isOld(intent, new Date())) continue;
    if (wanted.operation === "assignSeat" && !(await isHeldStill(ledger, data))) continue;
    return await ledger.asOf(data.position).getSeat({ seatId: data.seatId });
  }
  return null;
}

/** Who has lost the seat meanwhile asks for a new one. */
async function isHeldStill(ledger: Pick<SeatLedger, "getSeat">, { seatId, holdingId }: Answer): Promise<boolean> {
  const seat = await knownSeat(ledger, seatId);
  return seat?.holdingId === holdingId && seat.status !== "revoked";
}

/** Forgets those that nobody asks for any more. */
export async function forgetUnanswered({ inbox }: Pick<InboxLedger, "inbox">, now: Date): Promise<void> {
  for (const { key, value } of await inbox.notes(prefix)) {
    const { data } = noteSchema.safeParse(value);
    const kept = data && (await inbox.get(data.intent));
    if (!kept || isOld({ at: kept.observedAt }, now)) await inbox.putNote(key, null);
  }
}
