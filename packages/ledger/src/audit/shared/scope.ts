// What the filters of a question name: each must be there, and be the organization's that is asked about.

import type { EventType } from "../../domain/events.ts";
import { type CustomerId, emailKey, type MemberId, type OrganizationId } from "../../domain/ids.ts";
import { poolNotFound } from "../../domain/pool-ref.ts";
import { type Rejection, reject } from "../../domain/rejections.ts";
import { type FoundCustomer, findCustomer } from "../../store/customer-queries.ts";
import type { EventFilter } from "../../store/event-filter.ts";
import { findMember } from "../../store/member-queries.ts";
import { type FoundOrganization, findOrganization } from "../../store/organization-queries.ts";
import { organizationNaming } from "../../store/person-queries.ts";
import { type Fence, type FoundPool, findPoolBy, findPoolOfSeat } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";

export interface Named {
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
  readonly seatId: string | null;
  readonly email: string | null;
  readonly personId: string | null;
  readonly customerId: CustomerId | null;
  readonly memberId: MemberId | null;
  readonly organizationId: OrganizationId | null;
  readonly actor: { readonly type: string; readonly id: string | null } | null;
  readonly types: readonly EventType[] | null;
}

type Found<Thing> = { readonly kind: "found"; readonly found: Thing | null } | Rejection;

/** What the store is asked for; or which of the names is not found. */
export function* findScope(
  named: Named,
  fence: Fence,
): Reads<{ readonly kind: "scope"; readonly filter: EventFilter } | Rejection> {
  const { memberId, personId, seatId, actor, types, email } = named;
  const organization = yield* findInside(named.organizationId, fence);
  if (organization.kind === "rejected") return organization;
  const inside = organization.found?.organization.id ?? null;
  const customer = yield* findPayer(named.customerId, inside);
  if (customer.kind === "rejected") return customer;
  const missing = yield* missingPerson(named, inside);
  if (missing) return missing;
  const pool = yield* findNamedPool(named, inside);
  if (pool.kind === "rejected") return pool;
  if (seatId !== null && !(yield* findPoolOfSeat(seatId, inside))) return reject("SeatNotFound", { seatId });
  return {
    kind: "scope",
    filter: {
      ...{ seatId, personId, memberId, emailKey: email === null ? null : emailKey(email) },
      ...{ pool: pool.found?.refs.stream ?? null, customer: customer.found?.stream ?? null },
      ...{ actorType: actor?.type ?? null, actorId: actor?.id ?? null, types: types && [...new Set(types)] },
      organization: organization.found?.stream ?? null,
    },
  };
}

/** The organization that is asked about: the fence, where there is one. */
function* findInside(organizationId: OrganizationId | null, fence: Fence): Reads<Found<FoundOrganization>> {
  const id = organizationId ?? fence;
  if (id === null) return { kind: "found", found: null };
  const found = fence === null || id === fence ? yield* findOrganization(id) : null;
  return found ? { kind: "found", found } : reject("OrganizationNotFound", { organizationId: id });
}

function* findPayer(customerId: CustomerId | null, inside: Fence): Reads<Found<FoundCustomer>> {
  if (customerId === null) return { kind: "found", found: null };
  const found = yield* findCustomer(customerId);
  return found && isOf(found.customer.organizationId, inside)
    ? { kind: "found", found }
    : reject("CustomerNotFound", { customerId });
}

function* missingPerson({ memberId, personId }: Named, inside: Fence): Reads<Rejection | null> {
  if (memberId !== null && !(yield* findMember(memberId))) return reject("MemberNotFound", { memberId });
  for (const id of [memberId, personId]) {
    if (id !== null && !isOf(yield* organizationOf(id), inside)) return reject("MemberNotFound", { memberId: id });
  }
  return null;
}

function* findNamedPool(named: Named, inside: Fence): Reads<Found<FoundPool>> {
  if (named.subscriptionId === null && named.orderId === null) return { kind: "found", found: null };
  const found = yield* findPoolBy(named, inside);
  return found ? { kind: "found", found } : poolNotFound(named);
}

function isOf(found: OrganizationId | null, inside: Fence): boolean {
  return found !== null && (inside === null || found === inside);
}

/** Whose a person is, perhaps one who was shown on a seat and nowhere else. */
function* organizationOf(personId: string): Reads<OrganizationId | null> {
  const member = (yield* findMember(personId))?.member;
  const customer = (yield* findCustomer(member?.customerId ?? personId))?.customer;
  return customer?.organizationId ?? (yield* organizationNaming(personId));
}
