// Looks up the people whom an assignment names, so that the rules (domain/decide/recipient.ts) can tell who is meant. Who
// was removed or forgotten is nobody here.

import {
  type FoundPeople,
  type RecipientRequest,
  recipientEmail,
  usesMemberModel,
} from "../../domain/decide/recipient.ts";
import type { MemberState } from "../../domain/directory.ts";
import { type MemberId, personOf } from "../../domain/ids.ts";
import {
  type FoundCustomer,
  findCustomer,
  findCustomerByEmail,
  findCustomerByExternalId,
} from "../../store/customer-queries.ts";
import { isForgotten } from "../../store/forgotten-queries.ts";
import { findMemberByEmail, findMemberByExternalId } from "../../store/member-queries.ts";
import type { PoolRefs } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";

/** `memberOf` finds a member of the customer who pays, by its id. */
export function* findPeople(
  request: RecipientRequest,
  refs: PoolRefs,
  memberModel: boolean,
  memberOf: MemberById,
): Reads<FoundPeople> {
  const byMembers = usesMemberModel(request, memberModel);
  const customer = (yield* namedCustomer(request, refs.organization, byMembers))?.customer ?? null;
  const named = yield* namedMember(request, refs.customer, memberOf);
  const email = recipientEmail(request, customer);
  const byEmail = email === null ? null : yield* findMemberByEmail(refs.customer, email);
  return { customer, namedMember: named, memberByEmail: byEmail?.member ?? null };
}

function* namedCustomer(
  request: RecipientRequest,
  organization: number,
  byMembers: boolean,
): Reads<FoundCustomer | null> {
  if (request.customerId !== null) {
    const found = yield* findCustomer(request.customerId);
    if (found?.organization !== organization || found.customer.removedAt) return null;
    return (yield* isForgotten(personOf(null, found.customer.id))) ? null : found;
  }
  if (request.externalCustomerId !== null) {
    return yield* findCustomerByExternalId(organization, request.externalCustomerId);
  }
  if (byMembers || request.email === null) return null;
  return yield* findCustomerByEmail(organization, request.email);
}

type MemberById = (id: MemberId) => Reads<MemberState | null>;

function* namedMember(
  request: RecipientRequest,
  billingCustomer: number,
  memberOf: MemberById,
): Reads<MemberState | null> {
  if (request.memberId !== null) {
    const found = yield* memberOf(request.memberId as MemberId);
    return found && !found.removedAt ? found : null;
  }
  if (request.externalMemberId === null) return null;
  return (yield* findMemberByExternalId(billingCustomer, request.externalMemberId))?.member ?? null;
}
