// The six operations, each done by who decides: the ledger about its own pools, Polar about those that are mirrored. The
// ledger is asked first, so that what is not found behind its fence is never asked of Polar.

import {
  type CommandContext,
  isSeatLedgerError,
  type OrganizationLedger,
  type Seat,
  type SeatLedger,
} from "seat-ledger";

/** The six operations, as the ledger has them and as `polarSeats` of `@seat-ledger/polar` has them. */
export interface SeatOperations {
  assignSeat(args: Args<"assignSeat">, context?: CommandContext): Promise<{ readonly seat: Seat }>;
  listSeats(args: Args<"listSeats">): ReturnType<SeatLedger["listSeats"]>;
  revokeSeat(args: Args<"revokeSeat">, context?: CommandContext): Promise<Seat>;
  resendInvitation(args: Args<"resendInvitation">, context?: CommandContext): Promise<{ readonly seat: Seat }>;
  getClaimInfo(args: Args<"getClaimInfo">): ReturnType<SeatLedger["getClaimInfo"]>;
  claimSeat(args: Args<"claimSeat">, context?: CommandContext): ReturnType<SeatLedger["claimSeat"]>;
}

type Args<Method extends keyof SeatLedger> = SeatLedger[Method] extends (args: infer Given, ...rest: never[]) => unknown
  ? Given
  : never;

/** The operations but for `listSeats`, of which lists/ decides who is asked. */
export type WriteThrough = Omit<SeatOperations, "listSeats">;

/** `seats` does what is about mirrored pools; without it that is `PoolMirrored`. */
export function writeThrough(ledger: OrganizationLedger, seats: SeatOperations | undefined): WriteThrough {
  if (seats === undefined) return ledger;
  return {
    assignSeat: (args, context) =>
      ledger.assignSeat(args, context).catch(ifMirrored(() => seats.assignSeat(args, context))),
    revokeSeat: (args, context) =>
      ledger.revokeSeat(args, context).catch(ifMirrored(() => seats.revokeSeat(args, context))),
    resendInvitation: (args, context) =>
      ledger.resendInvitation(args, context).catch(ifMirrored(() => seats.resendInvitation(args, context))),
    getClaimInfo: (args) => ledger.getClaimInfo(args).catch(ifPolars(args, () => seats.getClaimInfo(args))),
    claimSeat: (args, context) =>
      ledger.claimSeat(args, context).catch(ifPolars(args, () => seats.claimSeat(args, context))),
  };
}

/** The ledger appends nothing when it says so. */
function ifMirrored<Answer>(ask: () => Promise<Answer>) {
  return (error: unknown): Promise<Answer> => {
    if (isSeatLedgerError(error, "PoolMirrored")) return ask();
    throw error;
  };
}

/** A token that may be one of Polar's, for the ledger knows none of these; its own never leave the house. */
function ifPolars<Answer>({ invitationToken }: Args<"claimSeat">, ask: () => Promise<Answer>) {
  return (error: unknown): Promise<Answer> => {
    const unknown = isSeatLedgerError(error, "InvalidInvitationToken") && polarToken.test(invitationToken);
    if (unknown || isSeatLedgerError(error, "PoolMirrored")) return ask();
    throw error;
  };
}

/** The token of Polar's invitations: 256 bits, base64url, without a prefix. */
const polarToken = /^[A-Za-z0-9_-]{43}$/;
