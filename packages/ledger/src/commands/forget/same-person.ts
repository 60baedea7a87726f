// By which ids a person is known, and where it ever sat. Who is forgotten under one of them is forgotten under all, inside
// one organization: whom another one's directory knows by an id is that organization's to forget.

import { emailKey, type PersonId, personOf } from "../../domain/ids.ts";
import { findCustomer } from "../../store/customer-queries.ts";
import { isForgotten } from "../../store/forgotten-queries.ts";
import { findMember, readMembers } from "../../store/member-queries.ts";
import { type HoldingPlace, readHolderIds, readHoldingsOf } from "../../store/person-queries.ts";
import type { Reads } from "../../store/port.ts";

export interface KnownPerson {
  /** Without those that were forgotten before. */
  readonly ids: readonly PersonId[];
  readonly holdings: readonly HoldingPlace[];
}

export function* samePerson(organization: number, named: readonly PersonId[]): Reads<KnownPerson> {
  const met = new Set<PersonId>();
  const ids = new Set<PersonId>();
  const holdings = new Map<string, HoldingPlace>();
  let open: readonly PersonId[] = named;
  while (open.length > 0) {
    const { here, elsewhere } = yield* sorted(organization, yield* freshOf(open, met));
    const found: PersonId[] = [];
    // Who sat here under the id of somebody of another organization is known by the holding alone.
    for (const place of yield* holdingsOf(organization, elsewhere)) found.push(personOf(place.holdingId));
    for (const id of here) {
      ids.add(id);
      found.push(...(yield* twins(id)));
    }
    for (const place of yield* holdingsOf(organization, here)) {
      if (holdings.has(place.holdingId)) continue;
      holdings.set(place.holdingId, place);
      // A holding is one person in one seat, by whichever ids it was known meanwhile.
      found.push(...(yield* readHolderIds(place)));
    }
    open = found;
  }
  return { ids: [...ids], holdings: [...holdings.values()] };
}

/** Those who were neither met nor forgotten before; they are met now. */
function* freshOf(people: readonly PersonId[], met: Set<PersonId>): Reads<readonly PersonId[]> {
  const fresh: PersonId[] = [];
  for (const id of people) {
    if (met.has(id)) continue;
    met.add(id);
    if (!(yield* isForgotten(id))) fresh.push(id);
  }
  return fresh;
}

interface Sorted {
  readonly here: readonly PersonId[];
  readonly elsewhere: readonly PersonId[];
}

function* sorted(organization: number, people: readonly PersonId[]): Reads<Sorted> {
  const here: PersonId[] = [];
  const elsewhere: PersonId[] = [];
  for (const id of people) ((yield* isElsewhere(organization, id)) ? elsewhere : here).push(id);
  return { here, elsewhere };
}

function* isElsewhere(organization: number, id: PersonId): Reads<boolean> {
  const member = (yield* findMember(id))?.member;
  const customer = yield* findCustomer(member?.customerId ?? id);
  return customer !== null && customer.organization !== organization;
}

function* holdingsOf(organization: number, people: readonly PersonId[]): Reads<readonly HoldingPlace[]> {
  return people.length === 0 ? [] : yield* readHoldingsOf(organization, people);
}

/** A customer and its member with the same e-mail, as its owner has it, are one person. */
function* twins(id: PersonId): Reads<readonly PersonId[]> {
  const member = (yield* findMember(id))?.member;
  const customer = yield* findCustomer(member?.customerId ?? id);
  if (!customer || customer.customer.email === null) return [];
  const key = emailKey(customer.customer.email);
  if (member) {
    return member.email !== null && emailKey(member.email) === key ? [personOf(null, customer.customer.id)] : [];
  }
  const members = yield* readMembers(customer.stream);
  return members.filter(({ email }) => email !== null && emailKey(email) === key).map(({ id: one }) => personOf(one));
}
