// Members of the paying customer who sat in seats, as they were at a moment.

import { evolveMember, type MemberState, type ShownMember } from "../../domain/directory.ts";
import type { MemberEvent, RecordedEvent } from "../../domain/events.ts";
import type { MemberId } from "../../domain/ids.ts";
import { isBy, type Moment } from "../../domain/moment.ts";
import type { ShownSeat } from "../../domain/seat.ts";
import { readShownMembers } from "../../store/member-queries.ts";
import { positionInStream } from "../../store/moment-queries.ts";
import { readMembersThemselves, readMembersToldAfter } from "../../store/past-queries.ts";
import type { FoundPool } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";

export type Members = ReadonlyMap<MemberId, ShownMember>;

export function* membersThen({ pool, refs }: FoundPool, seats: readonly ShownSeat[], moment: Moment): Reads<Members> {
  const ids = [...new Set(seats.flatMap(({ memberId }) => memberId ?? []))];
  const { customerId } = pool;
  const members = yield* readShownMembers({ customer: refs.customer, customerId }, ids);
  const others = yield* membersUnlikeNow(refs.customer, members, moment);
  if (others.length === 0) return members;
  const then = new Map<MemberId, MemberState>();
  for (const event of yield* readMembersThemselves(refs.customer, others)) {
    if (!isBy(moment, event)) continue;
    // A person's events in a customer's stream are those of a member of it.
    const told = event as RecordedEvent & MemberEvent;
    const { memberId } = told.data;
    then.set(memberId, evolveMember(then.get(memberId) ?? null, told, customerId));
  }
  for (const id of others) members.delete(id);
  return new Map([...members, ...then]);
}

/** Those of these members who may have been otherwise at the moment than they are now. */
function* membersUnlikeNow(customer: number, members: Members, moment: Moment): Reads<readonly MemberId[]> {
  if (members.size === 0) return [];
  if (moment.by === "occurred") {
    const { at } = moment;
    // Who was never changed has one event.
    const isOther = ({ createdAt, modifiedAt }: ShownMember) => modifiedAt !== null || createdAt > at;
    return [...members.values()].filter(isOther).map(({ id }) => id);
  }
  const position = yield* positionInStream(customer, moment);
  return position === null ? [] : [...(yield* readMembersToldAfter(customer, position, [...members.keys()]))];
}
