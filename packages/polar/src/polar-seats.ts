// Writing through: the six operations of the ledger on pools of which Polar decides.

import type {
  AssignedSeat,
  AssignSeatArgs,
  ClaimedSeat,
  ClaimInfo,
  CommandContext,
  Seat,
  SeatLedger,
  SeatsList,
} from "seat-ledger";
import { polarClient } from "./client/polar-client.ts";
import { budgetOf } from "./client/rate.ts";
import { assignSeat } from "./write-through/assign-seat.ts";
import { claimSeat } from "./write-through/claim-seat.ts";
import { getClaimInfo } from "./write-through/get-claim-info.ts";
import { listSeats } from "./write-through/list-seats.ts";
import { resendInvitation } from "./write-through/resend-invitation.ts";
import { revokeSeat } from "./write-through/revoke-seat.ts";
import { checkedOptions, type PolarSeatsOptions } from "./write-through/seats-options.ts";
import type { Writing } from "./write-through/writing.ts";

/**
 * The six operations with the names, arguments and answers of the ledger's own. About a pool of which Polar decides they are
 * done by Polar and then recorded, with who asked and why; about a pool of the ledger's own they are the ledger's.
 *
 * What Polar refuses is thrown as the ledger's own refusal, such as `SeatNotAvailable`. `PolarSeatsError` is thrown where
 * Polar could not be asked, or did not say what came of it. `InvalidRequest` also for `occurredAt`, which is Polar's to say;
 * `expectedVersion` is compared with the pool as the ledger knows it.
 *
 * With an `idempotencyKey`, what was answered once is answered again, for 30 days. Without it too nothing is done twice: where
 * Polar did not say what came of a call, the same call again looks before it asks.
 */
export interface PolarSeats {
  /** As `ledger.assignSeat`. Polar mails the invitation and shows its token to nobody: `invitation` is null. */
  assignSeat(args: AssignSeatArgs, context?: CommandContext): Promise<AssignedSeat>;
  /** Asks Polar for the pool's seats, records them, and answers as `ledger.listSeats`. */
  listSeats(args: Parameters<SeatLedger["listSeats"]>[0]): Promise<SeatsList>;
  /** As `ledger.revokeSeat`. */
  revokeSeat(args: { readonly seatId: string }, context?: CommandContext): Promise<Seat>;
  /** Polar mails the same invitation again, with the same expiry. `OutcomeUnknown` where it did not say whether it did. */
  resendInvitation(args: { readonly seatId: string }, context?: CommandContext): Promise<AssignedSeat>;
  /** As `ledger.getClaimInfo`, for a token from Polar's mail. */
  getClaimInfo(args: { readonly invitationToken: string }): Promise<ClaimInfo>;
  /** As `ledger.claimSeat`. The session is Polar's; it is told once and kept nowhere, and an idempotency key has no effect. */
  claimSeat(args: { readonly invitationToken: string }, context?: CommandContext): Promise<ClaimedSeat>;
}

/**
 * The six operations on pools of which Polar decides. A pool that the ledger doesn't know yet is fetched and opened first.
 * Requests go before those of passes and webhooks that use the same `polar` object.
 *
 * Throws `InvalidRequest` for its options.
 *
 * @example
 * const seats = polarSeats({ ledger, polar });
 * const { seat } = await seats.assignSeat(
 *   { subscriptionId, email: "ada@example.com" },
 *   { actor: { type: "user", id: userId }, reason: "joined the team", idempotencyKey },
 * );
 */
export function polarSeats(options: PolarSeatsOptions): PolarSeats {
  const { ledger, polar, ...rate } = checkedOptions(options);
  const budget = budgetOf(polar, rate);
  const meter = { asked: () => undefined, waited: () => undefined };
  const never = new AbortController().signal;
  const writing: Writing = {
    ledger,
    clientUntil: (signal = never) =>
      polarClient(polar, { organizationId: null, budget, urgency: "write-through", signal, meter }),
  };
  return {
    assignSeat: (args, context) => assignSeat(writing, args, context),
    listSeats: (args) => listSeats(writing, args),
    revokeSeat: (args, context) => revokeSeat(writing, args, context),
    resendInvitation: (args, context) => resendInvitation(writing, args, context),
    getClaimInfo: (args) => getClaimInfo(writing, args),
    claimSeat: (args, context) => claimSeat(writing, args, context),
  };
}
