// The errors that a caller can meet: one class for each code, each with its facts as fields.
// Facts and messages never hold an e-mail, a name or a token: errors end up in logs.

/** One thing that is wrong with an argument: where it stands (`"recipients.0.email"`) and what to do about it. */
export interface RequestIssue {
  readonly path: string;
  readonly message: string;
}

/** What each error knows. The names are those of the codes; a code never changes its meaning. */
export interface ErrorFacts {
  InvalidRequest: { readonly issues: readonly RequestIssue[] };
  OrganizationNotFound: { readonly organizationId: string | null };
  CustomerNotFound: { readonly customerId: string | null };
  MemberNotFound: { readonly memberId: string | null };
  PoolNotFound: { readonly subscriptionId?: string; readonly orderId?: string; readonly checkoutId?: string };
  SeatNotFound: { readonly seatId: string };
  IdempotencyConflict: { readonly idempotencyKey: string };
  PoolMirrored: { readonly poolId: string };
  VersionConflict: { readonly poolId: string; readonly expected: number; readonly found: number };
  IdentityConflict: { readonly what: "organization" | "customer" | "member" | "seat"; readonly ids: readonly string[] };
  PoolExists: { readonly poolId: string; readonly differing: readonly string[] };
  SeatsNotEnabled: { readonly organizationId: string };
  PoolNotActive: { readonly poolId: string; readonly status: "unpaid" | "closed" };
  SeatNotAvailable: { readonly poolId: string; readonly seats: number; readonly live: number };
  InvalidSeatAssignmentRequest: { readonly reason: string };
  MemberEmailMismatch: { readonly memberId: string };
  SeatAlreadyAssigned: { readonly poolId: string; readonly seatId: string };
  SeatNotPending: { readonly seatId: string; readonly status: string };
  InvalidInvitationToken: Record<never, never>;
  SeatsAlreadyAssigned: { readonly poolId: string; readonly requested: number; readonly live: number };
  LedgerBusy: { readonly waitedMs: number };
  LedgerReadOnly: { readonly file: string };
  StorageFull: { readonly file: string };
  CommitInDoubt: Record<never, never>;
  NotALedger: { readonly file: string };
  LedgerCorrupt: { readonly file: string };
  LedgerTooNew: { readonly file: string; readonly found: number; readonly supported: number };
  LedgerClosed: Record<never, never>;
}

/** The stable name of an error: what a program may branch on. */
export type SeatLedgerErrorCode = keyof ErrorFacts;

const messages: { readonly [Code in SeatLedgerErrorCode]: (facts: ErrorFacts[Code]) => string } = {
  InvalidRequest: ({ issues }) =>
    `Not valid: ${issues.map((issue) => `${issue.path || "request"}: ${issue.message}`).join("; ")}`,
  OrganizationNotFound: ({ organizationId }) =>
    `Organization${organizationId ? ` ${organizationId}` : ""} is not known here. Register it first.`,
  CustomerNotFound: ({ customerId }) => `Customer${customerId ? ` ${customerId}` : ""} not found in this organization.`,
  MemberNotFound: ({ memberId }) => `Member${memberId ? ` ${memberId}` : ""} not found under the billing customer.`,
  PoolNotFound: ({ subscriptionId, orderId }) =>
    subscriptionId
      ? `Subscription ${subscriptionId} not found. Open its pool first.`
      : orderId
        ? `Order ${orderId} not found. Open its pool first.`
        : "No pool was opened by this checkout. Name its subscription or its order.",
  SeatNotFound: ({ seatId }) => `Seat ${seatId} not found.`,
  // The key is the caller's own words, which may name a person: it is a field of the error, no part of its message.
  IdempotencyConflict: () => "The idempotency key was used for another request. Use a new key for a new request.",
  PoolMirrored: ({ poolId }) =>
    `Pool ${poolId} mirrors Polar, which decides about its seats. Ask Polar, or write through polarSeats().`,
  VersionConflict: ({ poolId, expected, found }) =>
    `Pool ${poolId} is at version ${found}, not at the expected ${expected}. Read it again and decide anew.`,
  IdentityConflict: ({ what, ids }) =>
    ids.length === 0
      ? `This ${what} is another one than these facts say: its id, slug or e-mail belongs to somebody else.`
      : ids.length === 1
        ? `The ${what} ${ids[0]} cannot take these facts: they are another one's, or it was forgotten. Leave the id out.`
        : `These facts name more than one ${what}: ${ids.join(", ")}. Register each by its own id, external id and e-mail.`,
  PoolExists: ({ poolId, differing }) =>
    `Pool ${poolId} was opened with other facts (${differing.join(", ")}). Resize or close it instead of opening it again.`,
  SeatsNotEnabled: ({ organizationId }) => `Seat-based pricing is not enabled for organization ${organizationId}.`,
  PoolNotActive: ({ poolId, status }) =>
    status === "unpaid"
      ? `Order must be paid before assigning seats: ${poolId} is unpaid. Activate it when it is paid.`
      : `Pool ${poolId} is closed. Reopen it before changing its seats.`,
  SeatNotAvailable: ({ poolId, seats, live }) =>
    `No available seats for ${poolId}: ${live} of ${seats} are taken. Revoke one or resize the pool.`,
  InvalidSeatAssignmentRequest: ({ reason }) => reason,
  MemberEmailMismatch: ({ memberId }) =>
    `The external member id belongs to member ${memberId}, whose e-mail differs from the one given.`,
  SeatAlreadyAssigned: ({ poolId, seatId }) => `Seat already assigned: this person holds seat ${seatId} of ${poolId}.`,
  SeatNotPending: ({ seatId, status }) => `Seat ${seatId} is not in pending status: it is ${status}.`,
  InvalidInvitationToken: () => "Invalid or expired invitation token",
  SeatsAlreadyAssigned: ({ requested, live }) =>
    `Cannot decrease seats to ${requested}. Currently ${live} seats are assigned. Revoke seats first.`,
  LedgerBusy: ({ waitedMs }) => `Another process kept the ledger busy for ${waitedMs} ms. Try again.`,
  LedgerReadOnly: ({ file }) =>
    `The ledger ${file} cannot be written: its folder must exist, it must be a file, and both must be writable.`,
  StorageFull: ({ file }) => `No space is left for the ledger ${file}. Free some; reads go on.`,
  CommitInDoubt: () => "The commit failed in a way that leaves its fate open. Ask again with the same idempotency key.",
  NotALedger: ({ file }) => `${file} is not a seat ledger. Name another file; this one was left as it is.`,
  LedgerCorrupt: ({ file }) => `The ledger ${file} is damaged. Restore it from a backup.`,
  LedgerTooNew: ({ file, found, supported }) =>
    `${file} was written by a newer seat-ledger (format ${found}, this one reads up to ${supported}). Upgrade seat-ledger.`,
  LedgerClosed: () => "The ledger is closed. Open it again.",
};

/**
 * What a caller can do wrong, and the store's own troubles. Branch on `code`; the facts of that code are fields beside it.
 *
 * @example
 * try { await ledger.assignSeat({ subscriptionId, email }) }
 * catch (error) { if (isSeatLedgerError(error, "SeatNotAvailable")) console.log(error.seats, error.live) }
 */
export class SeatLedgerError<Code extends SeatLedgerErrorCode = SeatLedgerErrorCode> extends Error {
  override readonly name: string;
  readonly code: Code;

  constructor(code: Code, facts: ErrorFacts[Code], options?: ErrorOptions) {
    super(messages[code](facts), options);
    this.name = code;
    this.code = code;
    Object.assign(this, facts);
  }
}

/** Whether `error` is a `SeatLedgerError`, and, when a code is given, one of that code (its facts are then fields). */
export function isSeatLedgerError<Code extends SeatLedgerErrorCode>(
  error: unknown,
  code?: Code,
): error is SeatLedgerError<Code> & ErrorFacts[Code] {
  return error instanceof SeatLedgerError && (code === undefined || error.code === code);
}

type ErrorClass<Code extends SeatLedgerErrorCode> = new (
  facts: ErrorFacts[Code],
  options?: ErrorOptions,
) => SeatLedgerError<Code> & ErrorFacts[Code];

/**
 * One subclass of `SeatLedgerError` for each code, for those who prefer `instanceof`.
 *
 * @example
 * if (error instanceof errors.SeatNotAvailable) console.log(error.seats);
 */
export const errors = Object.fromEntries(
  Object.keys(messages).map((code) => [code, errorClass(code as SeatLedgerErrorCode)]),
) as unknown as { readonly [Code in SeatLedgerErrorCode]: ErrorClass<Code> };

// The facts become fields in the base constructor and the name comes from the table: neither is visible to the compiler.
function errorClass<Code extends SeatLedgerErrorCode>(code: Code): unknown {
  return {
    [code]: class extends SeatLedgerError<Code> {
      constructor(facts: ErrorFacts[Code], options?: ErrorOptions) {
        super(code, facts, options);
      }
    },
  }[code];
}
