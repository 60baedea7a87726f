// Who is to get a seat: how Polar is told, and by what that person is found among the seats that it lists.

import type { AssignSeatArgs, Pool, Seat } from "seat-ledger";
import type { AssignBody } from "../client/polar-api.ts";
import type { Answer, PolarClient } from "../client/polar-client.ts";
import { statusOf } from "../failures.ts";
import type { Fields } from "../intents/intent.ts";
import { personSchema } from "../wire/written-seat.ts";

/** Tells one recipient from another, whichever way the ids and the e-mail are written. */
export function recipientFields(args: AssignSeatArgs): Fields {
  const { email, customerId, externalCustomerId, memberId, externalMemberId } = args;
  return {
    email: email?.trim().toLowerCase(),
    customerId: customerId?.toLowerCase(),
    externalCustomerId,
    memberId: memberId?.toLowerCase(),
    externalMemberId,
  };
}

export function assignBody({ subscriptionId, orderId }: Pool, args: AssignSeatArgs): AssignBody {
  return {
    ...(subscriptionId === null ? { order_id: orderId } : { subscription_id: subscriptionId }),
    ...given("email", args.email),
    ...given("customer_id", args.customerId),
    ...given("external_customer_id", args.externalCustomerId),
    ...given("member_id", args.memberId),
    ...given("external_member_id", args.externalMemberId),
    ...given("metadata", args.metadata),
    immediate_claim: args.immediateClaim ?? false,
  };
}

function given<Name extends string, Value>(name: Name, value: Value | null | undefined): { [Key in Name]?: Value } {
  // A computed name is told to the compiler only so.
  return (value === null || value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };
}

/** By what a holder is found: the fields that Polar's rows and the ledger's seats have in common. */
export interface HeldSeat {
  readonly customer_id: string | null;
  readonly member_id: string | null;
  readonly member: { readonly external_id: string | null; readonly email: string | null } | null;
  readonly email: string | null;
  readonly customer_email: string | null;
}

export type IsHolder = (seat: HeldSeat) => boolean;

/** A seat of the ledger, in Polar's words. */
export function heldSeat({ customerId, memberId, member, email, customerEmail }: Seat): HeldSeat {
  return {
    customer_id: customerId,
    member_id: memberId,
    member: member && { external_id: member.externalId, email: member.email },
    email,
    customer_email: customerEmail,
  };
}

/**
 * Whether a seat is the recipient's. Of a customer Polar takes the e-mail where it has members, and that has to be asked
 * for; else the customer is the holder.
 */
export async function holderOf(
  client: Pick<PolarClient, "customer" | "customerByExternalId">,
  args: AssignSeatArgs,
  memberModel: boolean,
): Promise<IsHolder> {
  const { memberId, externalMemberId, email } = args;
  if (memberId) return (seat) => seat.member_id === memberId.toLowerCase();
  if (externalMemberId) return ({ member }) => member?.external_id === externalMemberId;
  if (email) return byEmail(email);
  const customer = await customerOf(client, args);
  if (!customer) return () => false;
  if (!memberModel) return (seat) => seat.customer_id === customer.id;
  return customer.email === null ? () => false : byEmail(customer.email);
}

function byEmail(email: string): IsHolder {
  const wanted = email.trim().toLowerCase();
  return (seat) => (seat.email ?? seat.member?.email ?? seat.customer_email)?.toLowerCase() === wanted;
}

async function customerOf(client: Pick<PolarClient, "customer" | "customerByExternalId">, args: AssignSeatArgs) {
  const asked = args.customerId
    ? client.customer(args.customerId)
    : args.externalCustomerId
      ? client.customerByExternalId(args.externalCustomerId)
      : null;
  const answer = await asked?.catch(nobody);
  return personSchema.safeParse(answer?.body).data ?? null;
}

/** One whom Polar doesn't show holds nothing that could be found. */
function nobody(error: unknown): Answer | null {
  const status = statusOf(error);
  if (status === 403 || status === 404 || status === 422) return null;
  throw error;
}
