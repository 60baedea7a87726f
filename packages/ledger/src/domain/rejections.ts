// What a caller can do wrong, as a closed union of values, in order of precedence: a request that is wrong twice gets
// the first that applies. The order is that of docs/api ("Retries") and of Polar's own checks.

import { type ErrorFacts, errors, type SeatLedgerError } from "../errors.ts";

/** The codes that the rules can answer, first things first. Arguments (`InvalidRequest`) are checked before all of them. */
export const rejectionOrder = [
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

export type RejectionCode = (typeof rejectionOrder)[number];

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
