// A member as the customer's stream told it at an earlier time: for the answers that are given again.

import { evolveMember, isMemberEvent, type MemberState } from "../../domain/directory.ts";
import type { CustomerStreamEvent, MemberEvent, RecordedEvent } from "../../domain/events.ts";
import type { CustomerId, MemberId } from "../../domain/ids.ts";
import { findCustomer } from "../../store/customer-queries.ts";
import { readStream } from "../../store/log-queries.ts";
import { readMembersThemselves } from "../../store/past-queries.ts";
import type { Reads } from "../../store/port.ts";

/** A customer's member as it was at that position of the log; null where it was not known then. */
export function* memberThen(memberId: MemberId, customerId: CustomerId, position: number): Reads<MemberState | null> {
  const customer = yield* findCustomer(customerId);
  if (!customer) return null;
  const events = yield* readMembersThemselves(customer.stream, [memberId]);
  return foldedMember(
    events.filter((event) => event.position <= position),
    memberId,
    customerId,
  );
}

/** A member after these events of its customer's stream. */
export function foldedMember(
  events: readonly RecordedEvent[],
  memberId: MemberId,
  customerId: CustomerId,
): MemberState | null {
  return (events as readonly CustomerStreamEvent[])
    .filter((event) => concerns(event, memberId))
    .reduce<MemberState | null>((before, event) => evolveMember(before, event, customerId), null);
}

/** The version of the customer's stream at which the member last changed: an anchor that stays true. */
export function* versionOfMember(memberId: MemberId, stream: number, upTo: number): Reads<number> {
  const events = (yield* readStream(stream, upTo)) as readonly CustomerStreamEvent[];
  return events.findLastIndex((event) => concerns(event, memberId)) + 1;
}

function concerns(event: CustomerStreamEvent, memberId: MemberId): event is MemberEvent {
  return isMemberEvent(event) && event.data.memberId === memberId;
}
