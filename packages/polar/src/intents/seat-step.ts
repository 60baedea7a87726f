// Where in the log a holding of a seat began or ended, or what was recorded for an intent.

import type { LedgerEvent, SeatLedger } from "seat-ledger";
import { knownSeat } from "../inbox/known-seat.ts";
import { positionOf, type SeatAt } from "./answers.ts";
import { resultOfIntent, seenOfIntent } from "./intent.ts";
import { beginningOf, type Result } from "./result-in.ts";

export const beginnings = ["SeatAssigned", "SeatGranted"] as const;
export const endings = ["SeatRevoked"] as const;
const resumptions = ["InvitationResumed", "SeatResumed"] as const;

export interface SeatStep {
  readonly position: number;
  /** Of the pool. */
  readonly version: number;
}

/**
 * Null where the log has none of these steps of this holding, or took it back. That passes did without a seat is no end which
 * anybody brought about: it may be shown again.
 */
export async function seatStep(
  ledger: Pick<SeatLedger, "export">,
  { seatId, holdingId }: { readonly seatId: string; readonly holdingId: string },
  types: typeof beginnings | typeof endings,
): Promise<SeatStep | null> {
  let found: SeatStep | null = null;
  const told = types === endings ? [...endings, ...resumptions] : [...types];
  for await (const { position, event } of ledger.export({ seatId, types: told })) {
    if (event.holdingId !== holdingId || event.cause === "drift") continue;
    const isTakenBack = resumptions.some((type) => type === event.type);
    found = isTakenBack ? null : { position, version: event.version };
  }
  return found;
}

/** A step of a holding, and where in the log it is. */
export interface Answer extends SeatAt {
  /** Null where it is told by a discovery. */
  readonly holdingId: string | null;
}

/** The seat as Polar showed it: where somebody else sits in it by now, as it is believed to have been then. */
export async function answerShown(
  ledger: Pick<SeatLedger, "export" | "getSeat">,
  { seat: shown, shownAt }: Result,
): Promise<Answer> {
  const seat = await ledger.getSeat({ seatId: shown.id });
  const now = await positionOf(ledger, seat);
  const isShown = beginningOf(seat)?.getTime() === beginningOf(shown)?.getTime();
  return isShown
    ? { ...now, holdingId: seat.holdingId }
    : { ...now, holdingId: null, believedAt: shownAt.toISOString() };
}

/**
 * What was recorded as what an intent brought about; null where nothing was, or where others had told of it before. That it was
 * discovered says nothing of the seat as it was then.
 */
export async function stepFor(
  ledger: Pick<SeatLedger, "export" | "inbox" | "getSeat">,
  intentId: string,
): Promise<Answer | null> {
  for (const originId of [resultOfIntent(intentId), seenOfIntent(intentId)]) {
    const [, seatId] = (await ledger.inbox.get(originId))?.subject?.split("/") ?? [];
    if (seatId === undefined || !(await knownSeat(ledger, seatId))) continue;
    let found: Answer | null = null;
    for await (const { position, event } of ledger.export({ seatId })) {
      if (event.originId !== originId || event.holdingId === null || isOfThePast(event.type)) continue;
      found = { seatId, holdingId: event.holdingId, position, believedAt: null };
    }
    if (found) return found;
  }
  return null;
}

function isOfThePast(type: LedgerEvent["type"]): boolean {
  return type === "HoldingDiscovered" || type === "HoldingSuperseded";
}
