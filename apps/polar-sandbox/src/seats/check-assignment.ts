// What Polar refuses in an assignment before it looks anything up: 422, each on its own. It must not touch the state.

import { requestInvalid, type ValidationIssue } from "../errors.ts";
import type { SeatAssignment } from "./seat-assignment.ts";

const maximumMetadataKeys = 10;
const maximumMetadataCharacters = 1024;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const emailAddress =
  /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"_.-][^\s@<>()[\]\\,;:"_]*\.\p{L}[\p{L}\p{N}-]*[\p{L}\p{N}]$/u;

/** Refuses an assignment that is malformed or names its pool or recipient in a way that contradicts itself. */
export function checkAssignment(input: SeatAssignment): void {
  const issues = fieldIssues(input);
  if (issues.length > 0) throw requestInvalid(issues);
  const contradiction = contradictionIn(input);
  if (contradiction !== null) throw requestInvalid([valueError(["body"], contradiction, null)]);
}

function fieldIssues(input: SeatAssignment): ValidationIssue[] {
  const ids = {
    subscription_id: input.subscriptionId,
    order_id: input.orderId,
    customer_id: input.customerId,
    member_id: input.memberId,
  };
  const issues: ValidationIssue[] = Object.entries(ids)
    .filter(([, id]) => given(id) && !uuid.test(String(id)))
    .map(([name, id]) => ({
      type: "uuid_parsing",
      loc: ["body", name],
      msg: "Input should be a valid UUID",
      input: id,
    }));
  if (given(input.email) && !validEmail(String(input.email).trim())) {
    const msg = "value is not a valid email address";
    issues.push({ type: "value_error", loc: ["body", "email"], msg, input: input.email });
  }
  const metadata = input.metadata ?? {};
  if (Object.keys(metadata).length > maximumMetadataKeys) {
    issues.push(valueError(["body", "metadata"], "Metadata cannot have more than 10 keys", metadata));
  } else if (pythonJson(metadata).length > maximumMetadataCharacters) {
    issues.push(valueError(["body", "metadata"], "Metadata size cannot exceed 1KB", metadata));
  }
  return issues;
}

function contradictionIn(input: SeatAssignment): string | null {
  const pools = count(input.subscriptionId, input.orderId);
  const customers = count(input.externalCustomerId, input.customerId);
  const members = count(input.externalMemberId, input.memberId);
  const emails = count(input.email);
  if (pools !== 1) return "Exactly one of subscription_id or order_id must be provided";
  if (customers + members + emails === 0) {
    return "At least one of email, external_customer_id, customer_id, external_member_id, or member_id must be provided";
  }
  if (customers > 0 && members > 0) {
    return "Cannot combine external_customer_id/customer_id with external_member_id/member_id";
  }
  if (members > 1) return "Cannot provide both external_member_id and member_id";
  if (customers > 0 && customers + emails !== 1) {
    return "Exactly one of email, external_customer_id, or customer_id must be provided";
  }
  return given(input.memberId) && emails > 0 ? "Cannot combine member_id with email" : null;
}

const given = (value: unknown): boolean => value !== null && value !== undefined;

const count = (...values: readonly unknown[]): number => values.filter(given).length;

const validEmail = (email: string): boolean =>
  email.length <= 254 && emailAddress.test(email) && !email.includes("..") && !/^\.|\.@/.test(email);

const valueError = (loc: readonly string[], msg: string, input: unknown): ValidationIssue => ({
  type: "value_error",
  loc,
  msg: `Value error, ${msg}`,
  input,
});

/** An e-mail as Polar keeps it: no spaces around it, and the domain in lower case. */
export function normalizeEmail(email: string): string {
  const [local = "", ...domain] = email.trim().normalize("NFC").split("@");
  return [local, ...domain.map((part) => part.toLowerCase())].join("@");
}

/** A value as Python's `json.dumps` writes it: Polar's limit counts those characters, not ours. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return `{${entries.map(([key, entry]) => `${pythonJson(key)}: ${pythonJson(entry)}`).join(", ")}}`;
  }
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return (JSON.stringify(value) ?? "null").replace(/[^ -~]/g, escaped);
}
