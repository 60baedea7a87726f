// The body of an assignment, in Polar's words and with Polar's rules of what may not be said together:
// https://polar.sh/docs/api-reference/customer-seats/assign

import type { AssignSeatArgs } from "seat-ledger";
import { z } from "zod";
import { documented } from "./documented.ts";
import { noObject, shortText, text, truth, uuid } from "./fields.ts";
import { pythonLength } from "./python-json.ts";

const maxMetadataCharacters = 1_024;

const metadata = documented(
  z
    .custom<Readonly<Record<string, unknown>>>(isObject, {
      message: "Input should be a valid dictionary",
      params: { type: "dict_type" },
      abort: true,
    })
    .refine((given) => pythonLength(given) <= maxMetadataCharacters, "Value error, Metadata size cannot exceed 1KB"),
  { type: "object", maxProperties: 10, description: "At most 10 keys and 1,024 characters of JSON" },
);

const fields = {
  subscription_id: documented(uuid, { description: "The subscription of which a seat is assigned" }).nullish(),
  order_id: documented(uuid, { description: "The order of which a seat is assigned" }).nullish(),
  email: documented(
    // What can be no address in any reading; the ledger judges the others.
    text.regex(/^[^@]+@[^@]+\.[^@]+$/, "value is not a valid email address"),
    { format: "email", description: "Whom to assign it to: found by this address or made" },
  ).nullish(),
  external_customer_id: documented(shortText, {
    description: "Whom to assign it to, by the merchant's own id",
  }).nullish(),
  customer_id: documented(uuid, { description: "Whom to assign it to, as a customer" }).nullish(),
  external_member_id: documented(shortText, {
    description: "Whom to assign it to, by the merchant's own id of the member; with an e-mail found or made",
  }).nullish(),
  member_id: documented(uuid, { description: "Whom to assign it to, as a member of the billing customer" }).nullish(),
  metadata: metadata.nullish(),
  immediate_claim: documented(truth, {
    description: "Claimed at once, without an invitation; false unless said",
  }).default(false),
};

/** Unknown fields are dropped, `checkout_id` among them: it names a pool in the customer portal alone. */
export const seatAssign = documented(
  // As in Polar, what may not be said together is only asked of fields that are right each on its own.
  z.object(fields, noObject).transform((given, context) => {
    const sources = count(given.subscription_id, given.order_id);
    const issue = sources === 1 ? recipientIssue(given) : "Exactly one of subscription_id or order_id must be provided";
    return complaining(context, issue, given);
  }),
  { id: "SeatAssign", description: "Exactly one of subscription_id and order_id, and one recipient." },
);

/** In the portal a checkout names its subscription or order too. */
export const portalSeatAssign = documented(
  z
    .object(
      {
        ...fields,
        checkout_id: documented(uuid, {
          description: "The checkout from which the subscription or order came",
        }).nullish(),
      },
      noObject,
    )
    .transform((given, context) => {
      const sources = count(given.subscription_id, given.order_id, given.checkout_id);
      const issue = sources === 1 ? recipientIssue(given) : onePortalSource;
      return complaining(context, issue, given);
    }),
  { id: "CustomerSeatAssign", description: "Exactly one of the first two ids and `checkout_id`, and one recipient." },
);

const onePortalSource = "Exactly one of subscription_id, order_id, or checkout_id must be provided";

/** Which of the three it is. */
export function portalSourceOf(given: z.output<typeof portalSeatAssign>) {
  if (given.subscription_id) return { subscriptionId: given.subscription_id };
  if (given.order_id) return { orderId: given.order_id };
  return { checkoutId: given.checkout_id ?? "" };
}

/** What an assignment says, in the ledger's words. */
export function recipientOf(given: z.output<typeof seatAssign>): Omit<AssignSeatArgs, "subscriptionId" | "orderId"> {
  return {
    email: given.email,
    externalCustomerId: given.external_customer_id,
    customerId: given.customer_id,
    externalMemberId: given.external_member_id,
    memberId: given.member_id,
    // Whatever JSON.parse made is JSON.
    metadata: given.metadata as AssignSeatArgs["metadata"],
    immediateClaim: given.immediate_claim,
  };
}

function complaining<Given>(context: z.RefinementCtx, issue: string | null, given: Given): Given {
  if (issue !== null) context.addIssue({ code: "custom", path: [], message: `Value error, ${issue}` });
  return given;
}

type Ids = Partial<Record<"email" | RecipientId, string | null | undefined>>;
type RecipientId = "customer_id" | "external_customer_id" | "member_id" | "external_member_id";

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
