// A member or a customer leaves: what is appended to the customer's stream, and to the pools of the ledger whose seats they
// hold. Mirrored pools are left alone.

import { personOf } from "../../domain/ids.ts";
import { plainEvent } from "../../domain/propose.ts";
import type { CustomerAppend, PoolAppend } from "../../store/append.ts";
import type { FoundCustomer } from "../../store/customer-queries.ts";
import { type FoundMember, readMembers } from "../../store/member-queries.ts";
import type { Reads } from "../../store/port.ts";
import { customerAppend } from "./customer-append.ts";
import { memberRemoved } from "./member-event.ts";
import { revokedSeats } from "./seats-of-people.ts";

export interface Leaving {
  readonly appends: readonly (PoolAppend | CustomerAppend)[];
  /** The customer's own, which is the last of them. */
  readonly append: CustomerAppend;
}

/** A member leaves its customer. */
export function* memberLeaves({ member }: FoundMember, customer: FoundCustomer, at: Date): Reads<Leaving> {
  const leaving = { organization: customer.organization, people: [personOf(member.id)], customers: [] };
  const seats = yield* revokedSeats(leaving, at, "person-removed");
  const append = customerAppend(streamOf(customer), [memberRemoved(member, at, null)], [member]);
  return { appends: [...seats, append], append };
}

/** A customer leaves with all its members; its pools stay. */
export function* customerLeaves(found: FoundCustomer, at: Date): Reads<Leaving> {
  const { id } = found.customer;
  const members = (yield* readMembers(found.stream)).filter(({ removedAt }) => removedAt === null);
  const personId = personOf(null, id);
  const people = [personId, ...members.map((member) => personOf(member.id))];
  const seats = yield* revokedSeats(
    { organization: found.organization, people, customers: [id] },
    at,
    "person-removed",
  );
  const events = members.map((member) => memberRemoved(member, at, "person-removed"));
  const removed = plainEvent("CustomerRemoved", {}, { at, personId });
  const append = customerAppend(streamOf(found), [...events, removed], members);
  return { appends: [...seats, append], append };
}

function streamOf(found: FoundCustomer) {
  const { id, organizationId } = found.customer;
  return { ...found, id, organizationId };
}
