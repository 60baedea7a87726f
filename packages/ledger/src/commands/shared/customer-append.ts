// From events about a customer and its members to what is appended to the customer's stream.

import {
  type CustomerState,
  evolveCustomer,
  evolveMember,
  isMemberEvent,
  type MemberState,
} from "../../domain/directory.ts";
import type { CustomerStreamEvent } from "../../domain/events.ts";
import type { CustomerId, MemberId, OrganizationId } from "../../domain/ids.ts";
import { invariant } from "../../invariant.ts";
import type { CustomerAppend } from "../../store/append.ts";

export interface CustomerStream {
  readonly stream: number;
  readonly organization: number;
  readonly id: CustomerId;
  readonly organizationId: OrganizationId;
  readonly customer: CustomerState | null;
}

/** `known` are the members whom the events change, as they were before. */
export function customerAppend(
  of: CustomerStream,
  events: readonly CustomerStreamEvent[],
  known: readonly MemberState[] = [],
): CustomerAppend {
  const members = new Map<MemberId, MemberState>(known.map((member) => [member.id, member]));
  const changed = new Set<MemberId>();
  let customer = of.customer;
  for (const event of events) {
    customer = evolveCustomer(customer, event, of);
    if (!isMemberEvent(event)) continue;
    const member = evolveMember(members.get(event.data.memberId) ?? null, event, of.id);
    members.set(member.id, member);
    changed.add(member.id);
  }
  invariant(customer, "a customer's stream begins with its registration");
  return {
    kind: "customer",
    stream: of.stream,
    organization: of.organization,
    before: of.customer,
    events,
    after: customer,
    members: [...members.values()].filter((member) => changed.has(member.id)),
  };
}
