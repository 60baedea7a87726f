// Ids are unique in the whole ledger: a seat of another pool is none of this one, and nobody of another organization is
// shown here. Whose they are stays untold.

import { type Rejection, reject } from "../../domain/rejections.ts";
import { findCustomer } from "../../store/customer-queries.ts";
import { findMember } from "../../store/member-queries.ts";
import { type FoundPool, findPoolOfSeat, type PoolRefs } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import type { ShownSeatFact } from "./facts.ts";

/** Why these seats cannot be this pool's. */
export function* elsewhere(
  seats: readonly ShownSeatFact[],
  { pool, refs }: FoundPool,
): Reads<Rejection<"IdentityConflict"> | null> {
  for (const { id, member, memberId, customerId } of seats) {
    if (!pool.seats.has(id) && (yield* findPoolOfSeat(id, null))) {
      return reject("IdentityConflict", { what: "seat", ids: [] });
    }
    for (const shown of new Set([memberId, member?.id ?? null])) {
      if (shown !== null && (yield* isForeignMember(shown, refs))) {
        return reject("IdentityConflict", { what: "member", ids: [] });
      }
    }
    if (customerId !== null && customerId !== pool.customerId && (yield* isForeignCustomer(customerId, refs))) {
      return reject("IdentityConflict", { what: "customer", ids: [] });
    }
  }
  return null;
}

function* isForeignMember(memberId: string, refs: PoolRefs): Reads<boolean> {
  const found = yield* findMember(memberId);
  if (!found || found.customerStream === refs.customer) return false;
  return yield* isForeignCustomer(found.member.customerId, refs);
}

function* isForeignCustomer(customerId: string, { organization }: PoolRefs): Reads<boolean> {
  const found = yield* findCustomer(customerId);
  return found !== null && found.organization !== organization;
}
