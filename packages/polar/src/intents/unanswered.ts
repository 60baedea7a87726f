// What turned out to be done while nobody waited for the answer. Whoever makes the same call again is answered so: with an
// idempotency key for 30 days, without one once and as long as it may be the same caller.

import type { CommandContext, Seat, SeatLedger } from "seat-ledger";
import { z } from "zod";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import { knownSeat } from "../inbox/known-seat.ts";
import { type PoolRef, poolIdOf } from "../pool-ref.ts";
import { rememberAnswer, type SeatAt, seatAt, seatAtSchema } from "./answers.ts";
import { type Intent, isBy, isOld, readIntent, type Wanted, wantsTheSame } from "./intent.ts";
import type { Result } from "./result-in.ts";
import { type Answer, answerShown, beginnings, endings, seatStep, stepFor } from "./seat-step.ts";

const prefix = "write-through/unanswered/";
const noteSchema = seatAtSchema.extend({ intent: z.string(), holdingId: z.string().nullable() });

/** What an intent brought about, if it is known; `shown` is it where Polar answered so, or a look has just shown it. */
export async function answerOf(ledger: InboxLedger, intent: Intent, shown: Result | null): Promise<Answer | null> {
  const { originId, operation, wish } = intent;
  const recorded = await stepFor(ledger, originId);
  if (recorded) return recorded;
  switch (operation) {
    case "assignSeat":
      return shown && (await assignedAs(ledger, shown));
    case "revokeSeat": {
      const seatId = wish?.same["seatId"];
      if (!wish?.meant || typeof seatId !== "string") return null;
      return await stepOf(ledger, { seatId, holdingId: wish.meant.holdingId }, endings);
    }
    case "resendInvitation":
      return shown && (await answerShown(ledger, shown));
    // A session is told once.
    case "claimSeat":
      return null;
  }
}

async function assignedAs(ledger: InboxLedger, shown: Result): Promise<Answer | null> {
  const answer = await answerShown(ledger, shown);
  const { seatId, holdingId } = answer;
  return holdingId === null ? answer : await stepOf(ledger, { seatId, holdingId }, beginnings);
}

async function stepOf(
  ledger: InboxLedger,
  holding: { readonly seatId: string; readonly holdingId: string },
  types: Parameters<typeof seatStep>[2],
): Promise<Answer | null> {
  const step = await seatStep(ledger, holding, types);
  return step && { ...holding, position: step.position, believedAt: null };
}

/** Keeps the answer for whoever calls again. */
export async function keepForCaller(
  ledger: InboxLedger,
  ref: PoolRef,
  { originId: intent, operation, wish }: Intent,
  answer: Answer,
): Promise<void> {
  if (wish?.key) return await rememberAnswer(ledger, wish.key, answer);
  // Who wants a mail to be sent again wants it each time, and a session is told once.
  if (operation === "resendInvitation" || operation === "claimSeat") return;
  const id = intent.slice(intent.lastIndexOf("/") + 1);
  await ledger.inbox.putNote(`${prefix}${poolIdOf(ref)}/${id}`, { intent, ...answer });
}

/** The seat that a call without a key has brought about before, and has not been told of; null where there is none. */
export async function unanswered(
  ledger: Pick<SeatLedger, "inbox" | "getSeat" | "asOf">,
  wanted: Wanted,
  context: CommandContext,
): Promise<Seat | null> {
  if (wanted.pool === null) return null;
  for (const { key, value } of await ledger.inbox.notes(`${prefix}${poolIdOf(wanted.pool)}/`)) {
    const { data } = noteSchema.safeParse(value);
    const kept = data && (await ledger.inbox.get(data.intent));
    const intent = kept && readIntent(kept);
    if (!data || !intent || !wantsTheSame(intent, wanted) || !isBy(intent, context)) continue;
    await ledger.inbox.putNote(key, null);
    if (isOld(intent, new Date())) continue;
    const done = await answered(ledger, wanted, data);
    if (done) return done.seat;
  }
  return null;
}

/** The same of the calls that were left open, where it is recorded what came of one of them. Without a key, as above. */
export async function doneBefore(
  ledger: Pick<SeatLedger, "inbox" | "getSeat" | "asOf" | "export">,
  wanted: Wanted,
  open: readonly Intent[],
): Promise<Answered | null> {
  for (const { originId, wish } of open) {
    const answer = await stepFor(ledger, originId);
    const done = answer && (await answered(ledger, wish?.key ? null : wanted, answer));
    if (done) return done;
  }
  return null;
}

/** A seat to answer with, and where it is found again. */
export interface Answered {
  readonly seat: Seat;
  readonly at: SeatAt;
}

async function answered(
  ledger: Pick<SeatLedger, "getSeat" | "asOf">,
  unkeyed: Wanted | null,
  answer: Answer,
): Promise<Answered | null> {
  if (unkeyed?.operation === "assignSeat" && !(await isHeldStill(ledger, answer))) return null;
  return { seat: await seatAt(ledger, answer), at: answer };
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
