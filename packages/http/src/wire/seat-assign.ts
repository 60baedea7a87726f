// The body of an assignment, in Polar's words and with Polar's rules of what may not be said together:
// https://polar.sh/docs/api-reference/customer-seats/assign

import { z } from "zod";
import { text, truth, uuid } from "./fields.ts";
import { pythonLength } from "./python-json.ts";

const maxMetadataCharacters = 1_024;

/** Unknown fields are dropped, `checkout_id` among them: it names a pool in the customer portal alone. */
export const seatAssign = z
  .object(
    {
      subscription_id: uuid.nullish(),
      order_id: uuid.nullish(),
      // What can be no address in any reading; the ledger judges the others.
      email: text.regex(/^[^@]+@[^@]+\.[^@]+$/, "value is not a valid email address").nullish(),
      external_customer_id: text.nullish(),
      customer_id: uuid.nullish(),
      external_member_id: text.nullish(),
      member_id: uuid.nullish(),
      metadata: z
        .custom<Readonly<Record<string, unknown>>>(isObject, {
          message: "Input should be a valid dictionary",
          params: { type: "dict_type" },
          abort: true,
        })
        .refine((given) => pythonLength(given) <= maxMetadataCharacters, "Value error, Metadata size cannot exceed 1KB")
        .nullish(),
      immediate_claim: truth.default(false),
    },
    "Input should be a valid dictionary or object",
  )
  // As in Polar, only asked of fields that are right each on its own.
  .transform((given, context) => {
    const message = sourceIssue(given) ?? recipientIssue(given);
    if (message !== null) context.addIssue({ code: "custom", path: [], message: `Value error, ${message}` });
    return given;
  });

type Ids = Partial<Record<"subscription_id" | "order_id" | "email" | RecipientId, string | null | undefined>>;
type RecipientId = "customer_id" | "external_customer_id" | "member_id" | "external_member_id";

function sourceIssue({ subscription_id, order_id }: Ids): string | null {
  if (count(subscription_id, order_id) === 1) return null;
  return "Exactly one of subscription_id or order_id must be provided";
}

function recipientIssue(given: Ids): string | null {
  const customers = count(given.customer_id, given.external_customer_id);
  const members = count(given.member_id, given.external_member_id);
  const emails = count(given.email);
  if (customers + members + emails === 0) {
    return "At least one of email, external_customer_id, customer_id, external_member_id, or member_id must be provided";
  }
  if (customers > 0 && members > 0)
    return "Cannot combine external_customer_id/customer_id with external_member_id/member_id";
  if (members > 1) return "Cannot provide both external_member_id and member_id";
  if (customers > 0 && customers + emails > 1) {
    return "Exactly one of email, external_customer_id, or customer_id must be provided";
  }
  return count(given.member_id) + emails > 1 ? "Cannot combine member_id with email" : null;
}

function count(...given: readonly (string | null | undefined)[]): number {
  return given.filter((value) => value !== null && value !== undefined).length;
}

function isObject(given: unknown): given is object {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
