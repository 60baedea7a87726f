// Random histories as plain data, and how they are played on a ledger. They know no model and no rule: whatever a ledger
// answers to a command, the next one follows.

import type { AssignSeatArgs } from "../commands/assign-seat.ts";
import { isSeatLedgerError, type SeatLedgerError } from "../errors.ts";
import { invariant, unreachable } from "../invariant.ts";
import type { SeatLedger } from "../seat-ledger.ts";
import type { Duration, ManualClock } from "./manual-clock.ts";

/** Something that is done to a pool. Seats and tokens are numbers, counted round over those that there are by then. */
export type SeatCommand =
  | {
      readonly do: "assign";
      readonly email: string;
      readonly immediateClaim: boolean;
      readonly metadata: { readonly [key: string]: string | number | boolean };
    }
  /** Takes up an invitation: 0 is the last one that was sent, 1 the one before. */
  | { readonly do: "claim"; readonly token: number }
  | { readonly do: "revoke" | "resend"; readonly seat: number }
  | { readonly do: "resize"; readonly seats: number }
  | { readonly do: "close" | "reopen" }
  | { readonly do: "wait"; readonly for: Duration };

/** What became of one command of a history: its answer, or its refusal. */
export type PlayedCommand =
  | { readonly command: SeatCommand; readonly answer: unknown; readonly refusal: null }
  | { readonly command: SeatCommand; readonly answer: null; readonly refusal: SeatLedgerError };

/** Where a history is played. */
export interface HistoryStage {
  readonly ledger: Pick<
    SeatLedger,
    | "assignSeat"
    | "claimSeat"
    | "revokeSeat"
    | "resendInvitation"
    | "resizePool"
    | "closePool"
    | "reopenPool"
    | "listSeats"
  >;
  /** A pool that is open. */
  readonly pool: Pick<AssignSeatArgs, "subscriptionId" | "orderId">;
  /** The ledger's own, which the waits move; without one they are left out. */
  readonly clock?: Pick<ManualClock, "advance">;
}

const unknownSeat = "5ea70000-0000-4000-8000-00000000000f";
const unknownToken = "no-token-of-this-ledger";

/**
 * Plays a history on a pool, one command after the other; refusals are part of it, other errors are thrown.
 *
 * @example
 * const { history } = arbitraries(fc);
 * await fc.assert(fc.asyncProperty(history(), async (commands) => {
 *   await playHistory(commands, { ledger, pool: { subscriptionId }, clock });
 *   expect(await badgesInMyDirectory()).toBe((await ledger.getPool({ subscriptionId })).claimed);
 * }));
 */
export async function playHistory(
  commands: readonly SeatCommand[],
  stage: HistoryStage,
): Promise<readonly PlayedCommand[]> {
  const tokens: string[] = [];
  const played: PlayedCommand[] = [];
  for (const command of commands) {
    try {
      const answer = await play(command, stage, tokens);
      played.push({ command, answer, refusal: null });
    } catch (refusal) {
      if (!isSeatLedgerError(refusal)) throw refusal;
      played.push({ command, answer: null, refusal });
    }
  }
  return played;
}

async function play(command: SeatCommand, { ledger, pool, clock }: HistoryStage, tokens: string[]): Promise<unknown> {
  switch (command.do) {
    case "assign": {
      const { do: _, ...args } = command;
      return kept(await ledger.assignSeat({ ...pool, ...args }), tokens);
    }
    case "claim":
      return await ledger.claimSeat({ invitationToken: roundOver(tokens, -1 - command.token) ?? unknownToken });
    case "revoke":
      return await ledger.revokeSeat({ seatId: await seatOf(command.seat, { ledger, pool }) });
    case "resend":
      return kept(await ledger.resendInvitation({ seatId: await seatOf(command.seat, { ledger, pool }) }), tokens);
    case "resize":
      return await ledger.resizePool({ ...pool, seats: command.seats });
    case "close":
      return await ledger.closePool(pool);
    case "reopen":
      return await ledger.reopenPool(pool);
    case "wait":
      return clock?.advance(command.for);
    default:
      return unreachable(command);
  }
}

function kept<Answer extends { readonly invitation: { readonly token: string } | null }>(
  answer: Answer,
  tokens: string[],
): Answer {
  if (answer.invitation) tokens.push(answer.invitation.token);
  return answer;
}

async function seatOf(index: number, { ledger, pool }: Pick<HistoryStage, "ledger" | "pool">): Promise<string> {
  const { seats } = await ledger.listSeats(pool);
  return roundOver(seats, index)?.id ?? unknownSeat;
}

function roundOver<One>(all: readonly One[], index: number): One | undefined {
  invariant(Number.isInteger(index), "seats and tokens are counted in whole numbers");
  return all.length === 0 ? undefined : all.at(index % all.length);
}
