// What a caller can do wrong, as a closed union of values. A request that is wrong twice gets the refusal that comes
// first: arguments, not found, idempotency key, mirrored, version, time (commands/shared/preconditions.ts), then the order in which
// each rule checks (domain/decide/, as Polar does). tests/ledger/refusals holds the order.

import { type ErrorFacts, errors, type SeatLedgerError } from "../errors.ts";

const rejectionCodes = [
  "OrganizationNotFound",
  "PoolNotFound",
  "SeatNotFound",
  "CustomerNotFound",
  "MemberNotFound",
  "InvalidRequest",
  "IdempotencyConflict",
  "PoolMirrored",
  "VersionConflict",
  "IdentityConflict",
  "PoolExists",
  "SeatsNotEnabled",
  "PoolNotActive",
  "SeatNotAvailable",
  "InvalidSeatAssignmentRequest",
  "MemberEmailMismatch",
  "SeatAlreadyAssigned",
  "SeatNotPending",
  "InvalidInvitationToken",
  "SeatsAlreadyAssigned",
] as const;

export type RejectionCode = (typeof rejectionCodes)[number];

export type Rejection<Code extends RejectionCode = RejectionCode> = {
  readonly [C in Code]: { readonly kind: "rejected"; readonly code: C; readonly facts: ErrorFacts[C] };
}[Code];

/** A refusal, as a value. */
export function reject<const Code extends RejectionCode>(code: Code, facts: ErrorFacts[Code]): Rejection<Code> {
  return { kind: "rejected", code, facts } as Rejection<Code>;
}

/** The error that the public edge throws for a refusal. */
export function errorOf<Code extends RejectionCode>(rejection: Rejection<Code>): SeatLedgerError {
  const ErrorClass = errors[rejection.code] as new (facts: ErrorFacts[Code]) => SeatLedgerError;
  return new ErrorClass(rejection.facts);
}
