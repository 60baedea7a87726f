// Looks up the people whom an assignment names, so that the rules (domain/decide/recipient.ts) can tell who is meant. Who
// was removed or forgotten is nobody here.

import {
  type FoundPeople,
  type RecipientRequest,
  recipientEmail,
  usesMemberModel,
} from "../../domain/decide/recipient.ts";
import { personOf } from "../../domain/ids.ts";
import {
  type FoundCustomer,
  findCustomer,
  findCustomerByEmail,
  findCustomerByExternalId,
} from "../../store/customer-queries.ts";
import { isForgotten } from "../../store/forgotten-queries.ts";
import { type FoundMember, findMember, findMemberByEmail, findMemberByExternalId } from "../../store/member-queries.ts";
import type { PoolRefs } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";

export function* findPeople(request: RecipientRequest, refs: PoolRefs, memberModel: boolean): Reads<FoundPeople> {
  const byMembers = usesMemberModel(request, memberModel);
  const customer = (yield* namedCustomer(request, refs.organization, byMembers))?.customer ?? null;
  const named = yield* namedMember(request, refs.customer);
  const email = recipientEmail(request, customer);
  const byEmail = email === null ? null : yield* findMemberByEmail(refs.customer, email);
  return { customer, namedMember: named?.member ?? null, memberByEmail: byEmail?.member ?? null };
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

function* namedMember(request: RecipientRequest, billingCustomer: number): Reads<FoundMember | null> {
  if (request.memberId !== null) {
    const found = yield* findMember(request.memberId);
    return found?.customerStream === billingCustomer && !found.member.removedAt ? found : null;
  }
  if (request.externalMemberId === null) return null;
  return yield* findMemberByExternalId(billingCustomer, request.externalMemberId);
}
