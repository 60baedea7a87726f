// What a webhook says, by its type. A type is read by the thing that it is about: a new type about a known thing carries
// that thing too. What is not about seats says nothing, and a thing that nobody knows is unread.

import { UnusableAnswer } from "../failures.ts";
import { customerSchema } from "../wire/customer.ts";
import { memberSchema } from "../wire/member.ts";
import { read } from "../wire/read.ts";
import { seatSchema } from "../wire/seat.ts";
import { type WireWebhook, webhookSchema } from "../wire/webhook.ts";
import { customerFact } from "./customer.ts";
import { peopleAnywhere, peopleOfSeat } from "./people.ts";
import { readOrder, readOrganization, readSubscription } from "./read-thing.ts";
import { type Found, nothing, type Reading } from "./reading.ts";
import { shownMember, shownSeat } from "./seat.ts";
import { subjectOfCustomer, subjectOfMember, subjectOfSeat } from "./subjects.ts";

type Reader = (webhook: WireWebhook) => Found;

/** By what stands before the point in a type. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["customer_seat", readSeat],
  ["subscription", ({ data }) => readSubscription(data)],
  ["order", ({ data }) => readOrder(data)],
  ["organization", ({ data }) => readOrganization(data)],
  ["customer", readCustomer],
  ["member", readMember],
  ...["checkout", "refund", "product", "discount", "benefit", "benefit_grant"].map((thing): [string, Reader] => [
    thing,
    readOther,
  ]),
]);

/** Throws `UnusableAnswer` where it is no webhook at all; one that can't be read further says so. */
export function readWebhook(payload: unknown): Reading {
  const webhook = read(webhookSchema, "webhook", payload);
  const { type, api_version: apiVersion } = webhook;
  const reader = readers.get(thingOf(type));
  const found = reader
    ? attempt(reader, webhook)
    : unread(webhook, `Webhooks of the type ${nameOf(type)} are not known here.`);
  return { type, apiVersion, ...found };
}

function attempt(reader: Reader, webhook: WireWebhook): Found {
  try {
    return reader(webhook);
  } catch (error) {
    if (!(error instanceof UnusableAnswer)) throw error;
    return unread(webhook, error.message);
  }
}

function unread(webhook: WireWebhook, problem: string): Found {
  return { ...readOther(webhook), says: { kind: "unread", problem } };
}

function thingOf(type: string): string {
  return type.split(".", 1)[0] ?? type;
}

/** A type is Polar's word and names nobody, unless it is no type at all. */
function nameOf(type: string): string {
  return /^[a-z_]{1,50}(\.[a-z_]{1,50})*$/.test(type) ? type : "(malformed)";
}

function readOther({ type, data, timestamp }: WireWebhook): Found {
  const people = peopleAnywhere({ [thingOf(type)]: data });
  return { subject: null, organizationId: null, sourceAt: timestamp, people, says: nothing };
}

function readSeat({ data, timestamp }: WireWebhook): Found {
  const seat = read(seatSchema, "seat", data);
  const { subscription_id: subscriptionId, order_id: orderId } = seat;
  if ((subscriptionId === null) === (orderId === null)) {
    throw new UnusableAnswer("Polar's seat is not of exactly one subscription or order.");
  }
  const ref = { subscriptionId, orderId };
  return {
    subject: subjectOfSeat(seat.id),
    organizationId: null,
    sourceAt: timestamp,
    people: peopleOfSeat(seat),
    says: { kind: "seat", ref, fact: { type: "seat", ...ref, seat: shownSeat(seat), shownAt: timestamp } },
  };
}

/** The last word of one who was deleted: what else a late webhook shows of them is older. */
function readCustomer({ type, data, timestamp }: WireWebhook): Found {
  const customer = read(customerSchema, "customer", data);
  const { id, organization_id: organizationId, modified_at, created_at, deleted_at } = customer;
  const subject = subjectOfCustomer(id);
  if (type !== "customer.deleted" && deleted_at === null) {
    const says = { kind: "customer", fact: customerFact(customer) } as const;
    return { subject, organizationId, sourceAt: modified_at ?? created_at, people: [id], says };
  }
  const says = { kind: "customer-removed", customerId: id, at: deleted_at ?? timestamp } as const;
  return { subject, organizationId, sourceAt: timestamp, people: [id], says };
}

function readMember({ type, data, timestamp }: WireWebhook): Found {
  const member = read(memberSchema, "member", data);
  const { id, customer_id: customerId, modified_at, created_at } = member;
  const about = { subject: subjectOfMember(id), organizationId: null, people: [id] };
  if (type !== "member.deleted") {
    const says = { kind: "member", member: shownMember(member) } as const;
    return { ...about, sourceAt: modified_at ?? created_at, says };
  }
  return { ...about, sourceAt: timestamp, says: { kind: "member-removed", memberId: id, customerId, at: timestamp } };
}
