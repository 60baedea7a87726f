// By which ids a person is known, and where it ever sat. Who is forgotten under one of them is forgotten under all.

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
  const ids = new Set<PersonId>();
  const holdings = new Map<string, HoldingPlace>();
  let open: readonly PersonId[] = named;
  while (open.length > 0) {
    const found: PersonId[] = [];
    const fresh = yield* unknownOf(open, ids);
    for (const id of fresh) {
      ids.add(id);
      found.push(...(yield* twins(id)));
    }
    for (const place of fresh.length === 0 ? [] : yield* readHoldingsOf(organization, fresh)) {
      if (holdings.has(place.holdingId)) continue;
      holdings.set(place.holdingId, place);
      // A holding is one person in one seat, by whichever ids it was known meanwhile.
      found.push(...(yield* readHolderIds(place)));
    }
    open = found;
  }
  return { ids: [...ids], holdings: [...holdings.values()] };
}

/** Those who were neither met nor forgotten before. */
function* unknownOf(people: readonly PersonId[], met: ReadonlySet<PersonId>): Reads<readonly PersonId[]> {
  const fresh: PersonId[] = [];
  for (const id of new Set(people)) if (!met.has(id) && !(yield* isForgotten(id))) fresh.push(id);
  return fresh;
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
