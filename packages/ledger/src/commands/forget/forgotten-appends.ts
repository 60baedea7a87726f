// What is appended when a person is forgotten: its live seats in the ledger's pools end, then its members are removed, and
// the organization says of each id that it was forgotten. A customer stays, nameless, for its pools need a payer.

import {
  type CustomerState,
  evolveOrganization,
  type MemberState,
  type OrganizationState,
} from "../../domain/directory.ts";
import type { OrganizationEvent } from "../../domain/events.ts";
import type { CustomerId, PersonId } from "../../domain/ids.ts";
import { plainEvent } from "../../domain/propose.ts";
import { invariant } from "../../invariant.ts";
import type { Append, CustomerAppend } from "../../store/append.ts";
import { findCustomer } from "../../store/customer-queries.ts";
import { findMember } from "../../store/member-queries.ts";
import type { FoundOrganization } from "../../store/organization-queries.ts";
import type { Reads } from "../../store/port.ts";
import { customerAppend } from "../shared/customer-append.ts";
import { memberRemoved } from "../shared/member-event.ts";
import { revokedSeats } from "../shared/seats-of-people.ts";

export interface ForgottenAppends {
  readonly appends: readonly Append[];
  readonly after: OrganizationState;
}

export function* forgottenAppends(
  { organization, stream }: FoundOrganization,
  people: readonly PersonId[],
  at: Date,
): Reads<ForgottenAppends> {
  const members: MemberState[] = [];
  const customers: CustomerState[] = [];
  for (const id of people) {
    const member = (yield* findMember(id))?.member;
    const customer = member ? null : yield* findCustomer(id);
    if (member) members.push(member);
    if (customer) customers.push(customer.customer);
  }
  const leaving = { organization: stream, people, customers: customers.map(({ id }) => id) };
  const seats = yield* revokedSeats(leaving, at, "person-forgotten");
  const removed = yield* removedMembers(members, at);
  const events = people.map((personId) => plainEvent("PersonForgotten", {}, { at, personId }));
  const after = events.reduce<OrganizationState>(
    (before, event: OrganizationEvent) => evolveOrganization(before, event, organization.id),
    organization,
  );
  const forgotten = { kind: "organization" as const, stream, before: organization, events, after };
  return { appends: [...seats, ...removed, forgotten], after };
}

function* removedMembers(members: readonly MemberState[], at: Date): Reads<readonly CustomerAppend[]> {
  const live = members.filter(({ removedAt }) => removedAt === null);
  const appends: CustomerAppend[] = [];
  for (const [customerId, leaving] of Map.groupBy(live, (member): CustomerId => member.customerId)) {
    const customer = yield* findCustomer(customerId);
    invariant(customer, "a member has a customer");
    const of = { ...customer, id: customer.customer.id, organizationId: customer.customer.organizationId };
    const events = leaving.map((member) => memberRemoved(member, at, "person-forgotten"));
    appends.push(customerAppend(of, events, leaving));
  }
  return appends;
}
