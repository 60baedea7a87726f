// What Polar answers when it refuses: one error class and a maker for each refusal, with Polar's own names and words.
// It decides nothing about when to refuse.

/** One entry of a 422 answer, as Polar lists it. */
export type ValidationIssue = {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
};

/** What Polar would answer instead of doing what was asked: the HTTP status, its name for the error, and the detail. */
export class PolarSandboxError extends Error {
  override readonly name = "PolarSandboxError";
  readonly status: 400 | 401 | 403 | 404 | 409 | 422;
  readonly error: string;
  readonly detail: string | readonly ValidationIssue[];

  constructor(status: PolarSandboxError["status"], error: string, detail: string | readonly ValidationIssue[]) {
    super(`${status} ${error}: ${typeof detail === "string" ? detail : detail.map((issue) => issue.msg).join("; ")}`);
    this.status = status;
    this.error = error;
    this.detail = detail;
  }
}

export const resourceNotFound = (detail = "Not found") => new PolarSandboxError(404, "ResourceNotFound", detail);

export const badRequest = (detail: string) => new PolarSandboxError(400, "BadRequest", detail);

export const notPermitted = (detail: string) => new PolarSandboxError(403, "NotPermitted", detail);

export const unauthorized = () => new PolarSandboxError(401, "Unauthorized", "Unauthorized");

/** A request whose shape is refused before anything is looked up. */
export const requestInvalid = (issues: readonly ValidationIssue[]) =>
  new PolarSandboxError(422, "RequestValidationError", issues);

/** A request of the right shape that the people and things on record make impossible. */
export const valueRefused = (loc: readonly string[], msg: string, input: unknown) =>
  new PolarSandboxError(422, "PolarRequestValidationError", [{ type: "value_error", loc, msg, input }]);

export const featureNotEnabled = () =>
  new PolarSandboxError(403, "FeatureNotEnabled", "Seat-based pricing is not enabled for this organization");

export const seatNotAvailable = (detail: string) => new PolarSandboxError(400, "SeatNotAvailable", detail);

export const seatAlreadyAssigned = (identifier: string) =>
  new PolarSandboxError(400, "SeatAlreadyAssigned", `Seat already assigned to customer ${identifier}`);

export const seatNotPending = () => new PolarSandboxError(400, "SeatNotPending", "Seat is not in pending status");

export const invalidInvitationToken = () =>
  new PolarSandboxError(400, "InvalidInvitationToken", "Invalid or expired invitation token");

export const invalidSeatAssignmentRequest = (detail: string) =>
  new PolarSandboxError(400, "InvalidSeatAssignmentRequest", detail);

export const customerNotFound = (identifier: string) =>
  new PolarSandboxError(404, "CustomerNotFound", `Customer not found: ${identifier}`);

export const memberNotFound = (identifier: string) =>
  new PolarSandboxError(404, "MemberNotFound", `Member not found: ${identifier}`);

export const memberEmailMismatch = (externalMemberId: string, email: string) =>
  new PolarSandboxError(
    400,
    "MemberEmailMismatch",
    `Member with external_member_id '${externalMemberId}' exists but has a different email than '${email}'`,
  );
