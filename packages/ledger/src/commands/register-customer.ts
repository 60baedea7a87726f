// registerCustomer: finds the customer by id, else external id, else e-mail, and makes or changes it. What follows for its
// owner member is in shared/owner-member.ts. One who was removed comes back by its id; one who was forgotten never does.

import { z } from "zod";
import { type Customer, customerAnswer } from "../answers/directory.ts";
import { email, idOf, maybe, text } from "../arguments.ts";
import { type CustomerState, evolveCustomer } from "../domain/directory.ts";
import type { CustomerStreamEvent } from "../domain/events.ts";
import { type CustomerId, type OrganizationId, personOf } from "../domain/ids.ts";
import { type Rejection, reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import {
  type FoundCustomer,
  findCustomer,
  findCustomerByEmail,
  findCustomerByExternalId,
} from "../store/customer-queries.ts";
import { isForgotten } from "../store/forgotten-queries.ts";
import { findOrganization } from "../store/organization-queries.ts";
import type { Reads } from "../store/port.ts";
import { type Command, planned } from "./shared/command.ts";
import { customerAppend } from "./shared/customer-append.ts";
import { customerEvent } from "./shared/customer-event.ts";
import { insideFence } from "./shared/inside-fence.ts";
import { followingSeats, ownerMember } from "./shared/owner-member.ts";
import { earlier, noExpectedVersion, occurredAt } from "./shared/preconditions.ts";

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
    const personal = personalFacts(args, before);
    const of = {
      stream: found?.known.stream ?? call.newStream(),
      organization: organization.stream,
      id,
      organizationId: args.organizationId,
      customer: before,
    };
    if (before && !before.removedAt && isSame(before, personal)) {
      return planned(organization.stream, null, { stream: of.stream, version: before.version }, customerAnswer(before));
    }
    const { memberModel } = organization.organization;
    const owner = yield* ownerMember(found?.known ?? null, personal, memberModel, at, call);
    const type = before && !before.removedAt ? "CustomerChanged" : "CustomerRegistered";
    const append = customerAppend(of, [customerEvent(type, id, personal, at), ...owner.events], owner.known);
    const seats = found ? yield* followingSeats(found.known, personal, append, memberModel, at) : [];
    const anchor = { stream: of.stream, version: append.after.version };
    const answer = customerAnswer(append.after);
    return { kind: "planned", organization: organization.stream, appends: [append, ...seats], anchor, answer };
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
  if (args.id !== null && (yield* isForgotten(personOf(null, args.id)))) {
    return reject("IdentityConflict", { what: "customer", ids: [args.id] });
  }
  // One who comes back brings the facts that are left out, which may be somebody else's by now.
  const { email: address, externalId } = personalFacts(args, byId?.customer.removedAt ? byId.customer : null);
  const byExternalId = externalId === null ? null : yield* findCustomerByExternalId(organization, externalId);
  const byEmail = address === null ? null : yield* findCustomerByEmail(organization, address);
  const known = byId ?? (args.id === null ? (byExternalId ?? byEmail) : null);
  const others = [byExternalId, byEmail].filter((other) => other && other.stream !== known?.stream);
  if (others.length > 0) {
    const ids = [known, ...others].flatMap((one) => (one ? [one.customer.id] : []));
    return reject("IdentityConflict", { what: "customer", ids: [...new Set(ids)] });
  }
  return known && { kind: "known", known };
}

type PersonalFacts = Pick<CustomerState, "email" | "name" | "externalId">;

/** What is left out stays as it is. */
function personalFacts(args: Args, before: CustomerState | null): PersonalFacts {
  return {
    email: args.email ?? before?.email ?? null,
    name: args.name ?? before?.name ?? null,
    externalId: args.externalId ?? before?.externalId ?? null,
  };
}

function isSame(before: PersonalFacts, now: PersonalFacts): boolean {
  return before.email === now.email && before.name === now.name && before.externalId === now.externalId;
}
