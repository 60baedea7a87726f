// Every error of the ledger in Polar's words: https://polar.sh/docs/api-reference/customer-seats/assign
// The table names each code, so that the compiler misses one that is new. Details hold no e-mail, no token, no file.

import { type ErrorFacts, isSeatLedgerError, type RequestIssue, type SeatLedgerErrorCode } from "seat-ledger";
import { entityTag } from "./entity-tag.ts";
import { troubleOfPolar } from "./polar-troubles.ts";
import { type Refusal, Refused, resourceNotFound } from "./refusal.ts";
import { detailOfArgument, invalid } from "./validation.ts";

/**
 * What to answer for anything that was thrown. What nobody expected tells the caller nothing. `place`: where the arguments stand
 * of which the request alone doesn't tell it.
 */
export function refusalOf(error: unknown, place: "body" | "query" = "body"): Refusal {
  if (error instanceof Refused) return error.refusal;
  if (!isSeatLedgerError(error)) return troubleOfPolar(error) ?? internalServerError;
  if (isSeatLedgerError(error, "InvalidRequest") && !error.issues.some(isAboutSettings)) {
    return invalid(error.issues.map((issue) => detailOfArgument(issue, place)));
  }
  // The table pairs each code with its own facts, which a union of codes can't show to the compiler.
  const refusal = refusals[error.code](error as never);
  return refusal === internalServerError ? refusal : { ...refusal, code: error.code };
}

const internalServerError: Refusal = { status: 500, error: "InternalServerError", detail: "Internal Server Error" };

const refusals: { readonly [Code in SeatLedgerErrorCode]: (facts: ErrorFacts[Code]) => Refusal } = {
  // Of the settings: what is about the request was answered before.
  InvalidRequest: () => internalServerError,
  InvalidSeatAssignmentRequest: ({ reason }) => refusal(400, "InvalidSeatAssignmentRequest", reason),
  OrganizationNotFound: () => resourceNotFound("Organization not found"),
  CustomerNotFound: ({ customerId }) => refusal(404, "CustomerNotFound", notFound("Customer", customerId)),
  MemberNotFound: ({ memberId }) => refusal(404, "MemberNotFound", notFound("Member", memberId)),
  PoolNotFound: ({ orderId, checkoutId }) =>
    resourceNotFound(
      checkoutId
        ? "No subscription or order found for this checkout"
        : orderId
          ? "Order not found"
          : "Subscription not found",
    ),
  SeatNotFound: () => resourceNotFound("Seat not found"),
  SeatsNotEnabled: () => refusal(403, "FeatureNotEnabled", "Seat-based pricing is not enabled for this organization"),
  PoolNotActive: ({ status }) =>
    refusal(
      400,
      "SeatNotAvailable",
      status === "unpaid" ? "Order must be paid before assigning seats" : "The subscription is no longer active",
    ),
  SeatNotAvailable: ({ poolId }) => refusal(400, "SeatNotAvailable", `No available seats for ${poolId}`),
  SeatAlreadyAssigned: () => refusal(400, "SeatAlreadyAssigned", "Seat already assigned to this person"),
  SeatNotPending: () => refusal(400, "SeatNotPending", "Seat is not in pending status"),
  InvalidInvitationToken: () => refusal(400, "InvalidInvitationToken", "Invalid or expired invitation token"),
  MemberEmailMismatch: () =>
    refusal(400, "MemberEmailMismatch", "The external_member_id belongs to a member with a different email"),
  SeatsAlreadyAssigned: ({ requested, live }) =>
    refusal(
      400,
      "SeatsAlreadyAssigned",
      `Cannot decrease seats to ${requested}. Currently ${live} seats are assigned. Revoke seats first.`,
    ),
  PoolMirrored: () =>
    refusal(409, "PoolMirrored", "Polar decides about the seats of this subscription or order: ask Polar"),
  VersionConflict: ({ expected, found }) => ({
    ...refusal(412, "VersionConflict", `Expected version ${expected}, found ${found}: read again and decide anew`),
    facts: { expected_version: expected, version: found },
    headers: { ETag: entityTag(found) },
  }),
  IdempotencyConflict: () =>
    refusal(409, "IdempotencyConflict", "This Idempotency-Key was used for another request: use a new one"),
  IdentityConflict: ({ what }) => refusal(409, "IdentityConflict", `These facts name more than one ${what}`),
  PoolExists: () => refusal(409, "PoolExists", "It was opened with other facts"),
  LedgerBusy: () => ({
    ...unavailable("LedgerBusy", "The ledger is busy: try again"),
    headers: { "Retry-After": "1" },
  }),
  LedgerReadOnly: () => unavailable("LedgerReadOnly", "The ledger can't be written at present"),
  StorageFull: () => unavailable("StorageFull", "The ledger can't be written at present"),
  CommitInDoubt: () =>
    unavailable("CommitInDoubt", "It is not known whether this was done: ask again with the same Idempotency-Key"),
  LedgerClosed: () => unavailable("LedgerClosed", "The ledger is closed"),
  NotALedger: () => internalServerError,
  LedgerCorrupt: () => internalServerError,
  LedgerTooNew: () => internalServerError,
};

/** A lost secret or a broken clock is the operator's to mend; whoever asks can do nothing about it. */
function isAboutSettings({ path }: RequestIssue): boolean {
  return path === "secret" || path === "clock";
}

function refusal(status: Refusal["status"], error: string, detail: string): Refusal {
  return { status, error, detail };
}

function unavailable(error: SeatLedgerErrorCode, detail: string): Refusal {
  return refusal(503, error, detail);
}

function notFound(what: "Customer" | "Member", id: string | null): string {
  return id === null ? `${what} not found` : `${what} not found: ${id}`;
}
