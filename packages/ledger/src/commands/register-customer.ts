// registerCustomer: finds the customer by id, else external id, else e-mail, and makes or changes it. With the member
// model and an e-mail a new customer gets its owner member too, as in Polar.

import { z } from "zod";
import { type Customer, customerAnswer } from "../answers/directory.ts";
import { email, idOf, maybe, text } from "../arguments.ts";
import { type CustomerState, evolveCustomer } from "../domain/directory.ts";
import type { CustomerStreamEvent } from "../domain/events.ts";
import type { CustomerId, MemberId, OrganizationId } from "../domain/ids.ts";
import { type Rejection, reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import {
  type FoundCustomer,
  findCustomer,
  findCustomerByEmail,
  findCustomerByExternalId,
} from "../store/customer-queries.ts";
import { findOrganization } from "../store/organization-queries.ts";
import type { Reads } from "../store/port.ts";
import { type Call, type Command, planned } from "./shared/command.ts";
import { customerAppend } from "./shared/customer-append.ts";
import { customerEvent } from "./shared/customer-event.ts";
import { memberEvent } from "./shared/member-event.ts";
import { earlier, insideFence, noExpectedVersion, occurredAt } from "./shared/preconditions.ts";

const schema = z.strictObject({
  id: maybe(idOf<CustomerId>()),
  organizationId: idOf<OrganizationId>(),
  email: maybe(email),
  name: maybe(text),
  externalId: maybe(text),
});

/** Who pays: see `SeatLedger.registerCustomer`. */
export type RegisterCustomerArgs = z.input<typeof schema>;

type Args = z.output<typeof schema>;

export const registerCustomer: Command<Args, Customer> = {
  name: "registerCustomer",
  args: schema,

  *plan(args, call) {
    const organization = yield* findOrganization(args.organizationId);
    if (!organization || !insideFence(args.organizationId, call)) {
      return reject("OrganizationNotFound", { organizationId: args.organizationId });
    }
    const repeated = yield* earlier(organization.stream, call);
    if (repeated) return repeated;
    const found = yield* knownCustomer(args, organization.stream);
    if (found?.kind === "rejected") return found;
    const unversioned = noExpectedVersion(call);
    if (unversioned) return unversioned;
    const at = occurredAt(call, null);
    if (!(at instanceof Date)) return at;
    const before = found?.known.customer ?? null;
    const id = before?.id ?? args.id ?? (call.newId() as CustomerId);
    const events = customerEvents(id, args, before, organization.organization.memberModel, at, call);
    const of = {
      stream: found?.known.stream ?? call.newStream(),
      organization: organization.stream,
      id,
      organizationId: args.organizationId,
      customer: before,
    };
    if (before && events.length === 0) {
      return planned(organization.stream, null, { stream: of.stream, version: before.version }, customerAnswer(before));
    }
    const append = customerAppend(of, events);
    const anchor = { stream: of.stream, version: append.after.version };
    return planned(organization.stream, append, anchor, customerAnswer(append.after));
  },

  *again(events) {
    const [first] = events;
    invariant(first?.stream.kind === "customer", "a customer is folded from its own stream");
    const of = { id: first.stream.id as CustomerId, organizationId: first.organizationId };
    const state = (events as readonly CustomerStreamEvent[]).reduce<CustomerState | null>(
      (before, event) => evolveCustomer(before, event, of),
      null,
    );
    invariant(state, "a customer's stream is not empty");
    return customerAnswer(state);
  },
};

/** Two different customers under these facts are a conflict, which names no id of another organization. */
function* knownCustomer(
  args: Args,
  organization: number,
): Reads<{ readonly kind: "known"; readonly known: FoundCustomer } | Rejection | null> {
  const byId = args.id === null ? null : yield* findCustomer(args.id);
  if (byId && byId.organization !== organization) return reject("IdentityConflict", { what: "customer", ids: [] });
  const byExternalId = args.externalId === null ? null : yield* findCustomerByExternalId(organization, args.externalId);
  const byEmail = args.email === null ? null : yield* findCustomerByEmail(organization, args.email);
  const known = byId ?? (args.id === null ? (byExternalId ?? byEmail) : null);
  const others = [byExternalId, byEmail].filter((other) => other && other.stream !== known?.stream);
  if (others.length > 0) {
    const ids = [known, ...others].flatMap((one) => (one ? [one.customer.id] : []));
    return reject("IdentityConflict", { what: "customer", ids: [...new Set(ids)] });
  }
  return known && { kind: "known", known };
}

function customerEvents(
  id: CustomerId,
  args: Args,
  before: CustomerState | null,
  memberModel: boolean,
  at: Date,
  call: Call,
): readonly CustomerStreamEvent[] {
  const personal = {
    email: args.email ?? before?.email ?? null,
    name: args.name ?? before?.name ?? null,
    externalId: args.externalId ?? before?.externalId ?? null,
  };
  if (before) {
    const same =
      personal.email === before.email && personal.name === before.name && personal.externalId === before.externalId;
    return same ? [] : [customerEvent("CustomerChanged", id, personal, at)];
  }
  const registered = customerEvent("CustomerRegistered", id, personal, at);
  if (!memberModel || personal.email === null) return [registered];
  const owner = { id: call.newId() as MemberId, ...personal, role: "owner" as const };
  return [registered, memberEvent("MemberRegistered", owner, at)];
}
