// Past events of organizations, customers and members.

import type { Call } from "../commands/shared/command.ts";
import { customerAppend } from "../commands/shared/customer-append.ts";
import { customerEvent } from "../commands/shared/customer-event.ts";
import { memberEvent } from "../commands/shared/member-event.ts";
import { evolveOrganization, type MemberState } from "../domain/directory.ts";
import type { CustomerStreamEvent } from "../domain/events.ts";
import { type CustomerId, type MemberId, type OrganizationId, type PersonId, personOf } from "../domain/ids.ts";
import { plainEvent } from "../domain/propose.ts";
import { invariant } from "../invariant.ts";
import { type FoundCustomer, findCustomer } from "../store/customer-queries.ts";
import { erasePerson } from "../store/forgotten-queries.ts";
import { findMember } from "../store/member-queries.ts";
import { findOrganization } from "../store/organization-queries.ts";
import type { Reads } from "../store/port.ts";
import { ids, unnamed } from "./ids.ts";
import { customerRegistered, memberRegistered, organizationRegistered, type StoryEvent } from "./story-events.ts";
import { impossible, presumed, type Written } from "./written.ts";

type OrganizationStory = StoryEvent<"OrganizationRegistered" | "OrganizationChanged">;
type ForgottenStory = StoryEvent<"PersonForgotten">;
type CustomerStory = StoryEvent<"CustomerRegistered" | "CustomerChanged" | "CustomerRemoved">;
type MemberStory = StoryEvent<"MemberRegistered" | "MemberChanged" | "MemberRemoved">;

/** The events of who is who. */
export type PeopleStory = OrganizationStory | ForgottenStory | CustomerStory | MemberStory;

/** What an event of people presupposes and nobody told. */
export function* presupposedByPeople(event: PeopleStory): Reads<StoryEvent | null> {
  switch (event.type) {
    case "OrganizationRegistered":
      return null;
    case "OrganizationChanged":
    case "PersonForgotten":
    case "CustomerRegistered": {
      const { organization: name = unnamed.organization } = event.facts;
      const named = { name, byDefault: unnamed.organization, tell: organizationRegistered({ organization: name }) };
      return presumed(event, yield* findOrganization(ids.organization(name)), named);
    }
    case "CustomerChanged":
    case "CustomerRemoved":
    case "MemberRegistered":
      return yield* presumedCustomer(event);
    case "MemberChanged":
    case "MemberRemoved": {
      const { id, name } = memberOf(event);
      const named = { name, byDefault: unnamed.holder, tell: memberRegistered({ member: name }) };
      return presumed(event, yield* findMember(id), named);
    }
  }
}

/** The customer whom an event names, told by default where it is the default one. */
export function* presumedCustomer(
  event: StoryEvent<"CustomerChanged" | "CustomerRemoved" | "MemberRegistered" | "PoolOpened">,
): Reads<StoryEvent | null> {
  const { customer: name = unnamed.customer } = event.facts;
  const named = { name, byDefault: unnamed.customer, tell: customerRegistered({ customer: name }) };
  return presumed(event, yield* findCustomer(ids.customer(name)), named);
}

/** Writes an event of people. */
export function* writePeople(event: PeopleStory, call: Call): Reads<Written> {
  switch (event.type) {
    case "OrganizationRegistered":
    case "OrganizationChanged":
      return yield* writeOrganization(event, call);
    case "PersonForgotten":
      return yield* writeForgotten(event, call);
    case "CustomerRegistered":
    case "CustomerChanged":
    case "CustomerRemoved":
      return yield* writeCustomer(event, call);
    default:
      return yield* writeMember(event, call);
  }
}

function* writeOrganization(story: OrganizationStory, call: Call): Reads<Written> {
  const { organization: name = unnamed.organization } = story.facts;
  const id = ids.organization(name) as OrganizationId;
  const found = yield* findOrganization(id);
  if (found && story.type === "OrganizationRegistered") throw toldTwice(story, name, "organizationChanged");
  const before = found?.organization ?? { name: "Acme", slug: name, memberModel: true, seatsEnabled: true };
  const { facts } = story;
  const data = {
    name: facts.name ?? before.name,
    slug: facts.slug ?? before.slug,
    memberModel: facts.memberModel ?? before.memberModel,
    seatsEnabled: facts.seatsEnabled ?? before.seatsEnabled,
  };
  const event = plainEvent(story.type, data, { at: momentOf(story, call), cause: facts.cause ?? null });
  const after = evolveOrganization(found?.organization ?? null, event, id);
  const stream = found?.stream ?? call.newStream();
  const append = { kind: "organization" as const, stream, before: found?.organization ?? null, events: [event], after };
  return { organization: stream, append };
}

function* writeForgotten(story: ForgottenStory, call: Call): Reads<Written> {
  const { organization: name, member, customer, cause = null } = story.facts;
  const id = ids.organization(name) as OrganizationId;
  const found = yield* findOrganization(id);
  invariant(found, "an organization is told of before its people");
  const { organization: before, stream } = found;
  const personId = (member === undefined ? ids.customer(customer) : ids.member(member)) as PersonId;
  const event = plainEvent(story.type, {}, { at: momentOf(story, call), personId, cause });
  const after = evolveOrganization(before, event, id);
  const append = { kind: "organization" as const, stream, before, events: [event], after };
  return { organization: stream, append, erasures: erasePerson(stream, personId) };
}

function* writeCustomer(story: CustomerStory, call: Call): Reads<Written> {
  const { customer: name = unnamed.customer } = story.facts;
  const id = ids.customer(name) as CustomerId;
  const found = yield* findCustomer(id);
  if (found && story.type === "CustomerRegistered") throw toldTwice(story, name, "customerChanged");
  const { stream, organization, customer, organizationId } = found ? known(found) : yield* unknown(story, call);
  const event = customerStoryEvent(story, id, customer, momentOf(story, call));
  return { organization, append: customerAppend({ stream, organization, id, organizationId, customer }, [event]) };
}

function known({ stream, organization, customer }: FoundCustomer) {
  return { stream, organization, customer, organizationId: customer.organizationId };
}

function* unknown(story: CustomerStory, call: Call) {
  const named = story.type === "CustomerRegistered" ? story.facts.organization : undefined;
  const found = yield* findOrganization(ids.organization(named));
  invariant(found, "an organization is told of before its customers");
  const { stream: organization } = found;
  return { stream: call.newStream(), organization, customer: null, organizationId: found.organization.id };
}

function customerStoryEvent(
  story: CustomerStory,
  id: CustomerId,
  before: FoundCustomer["customer"] | null,
  at: Date,
): CustomerStreamEvent {
  const cause = story.facts.cause ?? null;
  if (story.type === "CustomerRemoved") return plainEvent(story.type, {}, { at, personId: personOf(null, id), cause });
  const { customer: name = unnamed.customer, ...facts } = story.facts;
  const email = before ? before.email : `${name}@example.com`;
  const personal = {
    email: facts.email === undefined ? email : facts.email,
    name: facts.name === undefined ? (before?.name ?? null) : facts.name,
    externalId: facts.externalId === undefined ? (before?.externalId ?? null) : facts.externalId,
  };
  return { ...customerEvent(story.type, id, personal, at), cause };
}

function* writeMember(story: MemberStory, call: Call): Reads<Written> {
  const { id, name } = memberOf(story);
  const found = yield* findMember(id);
  if (found && story.type === "MemberRegistered") throw toldTwice(story, name, "memberChanged");
  const customerId = found?.member.customerId ?? ids.customer(story.facts.customer);
  const customer = yield* findCustomer(customerId);
  invariant(customer, "a customer is told of before its members");
  const at = momentOf(story, call);
  const of = { ...customer, id: customer.customer.id, organizationId: customer.customer.organizationId };
  const event = memberStoryEvent(story, id, found?.member ?? null, at);
  return { organization: customer.organization, append: customerAppend(of, [event], found ? [found.member] : []) };
}

function memberStoryEvent(story: MemberStory, id: MemberId, before: MemberState | null, at: Date): CustomerStreamEvent {
  const cause = story.facts.cause ?? null;
  if (story.type === "MemberRemoved") {
    return plainEvent(story.type, { memberId: id }, { at, personId: personOf(id), cause });
  }
  const { facts } = story;
  const { name } = memberOf(story);
  const address = name.includes("@") ? name : `${name}@example.com`;
  const member = {
    id,
    email: facts.email === undefined ? (before?.email ?? address) : facts.email,
    name: facts.name === undefined ? (before?.name ?? null) : facts.name,
    externalId: facts.externalId === undefined ? (before?.externalId ?? null) : facts.externalId,
    role: facts.role ?? before?.role ?? ("member" as const),
  };
  return { ...memberEvent(story.type, member, at), cause };
}

/** A member goes by its name, else by its e-mail, else it is the holder by default. */
function memberOf({ facts }: MemberStory): { readonly id: MemberId; readonly name: string } {
  const name = facts.member ?? facts.email?.toLowerCase() ?? unnamed.holder;
  return { id: ids.member(name) as MemberId, name };
}

function momentOf({ facts }: PeopleStory, call: Call): Date {
  return facts.occurredAt ?? call.now;
}

function toldTwice(story: StoryEvent, name: string, instead: string): Error {
  return impossible(story, `"${name}" is known already. Tell ${instead}() instead, or give this one another name.`);
}
