// Past events of a seat. The seat machine admits each of them, or the past is refused.

import type { Call } from "../commands/shared/command.ts";
import { findPeople } from "../commands/shared/find-recipient.ts";
import { newInvitation } from "../commands/shared/invitation.ts";
import { poolAppend } from "../commands/shared/pool-append.ts";
import { type Recipient, resolveRecipient } from "../domain/decide/recipient.ts";
import { subjectOf } from "../domain/decide/seat-subject.ts";
import type { SeatEvent } from "../domain/events.ts";
import type { CustomerId, HoldingId, MemberId, SeatId } from "../domain/ids.ts";
import type { PoolState } from "../domain/pool.ts";
import { seatEvent } from "../domain/propose.ts";
import type { Rejection } from "../domain/rejections.ts";
import type { SeatState } from "../domain/seat.ts";
import { isLive, seatEventTypes, statusAfter } from "../domain/seat-machine.ts";
import { invariant } from "../invariant.ts";
import { findMember, findMemberOf } from "../store/member-queries.ts";
import { findOrganization } from "../store/organization-queries.ts";
import type { FoundPool } from "../store/pool-queries.ts";
import type { Reads } from "../store/port.ts";
import { ids, unnamed } from "./ids.ts";
import { momentIn, poolNamed, presumedPool } from "./past-pool.ts";
import { customerRegistered, memberRegistered, type StoryEvent } from "./story-events.ts";
import { impossible, type Written } from "./written.ts";

type BeginningStory = StoryEvent<"SeatAssigned" | "SeatGranted">;
type LaterStory = StoryEvent<"InvitationResent" | "SeatClaimed" | "HolderChanged" | "SeatRevoked" | "InvitationLapsed">;

/** The events of a seat. */
export type SeatStory = BeginningStory | LaterStory;

/** What an event of a seat presupposes and nobody told: its pool, and the person who is given the seat. */
export function* presupposedBySeat(event: SeatStory): Reads<StoryEvent | null> {
  const pool = yield* presumedPool(event, event.facts.pool);
  if (pool || !isBeginning(event)) return pool;
  const found = yield* poolNamed(event.facts.pool);
  const { member, email: given } = event.facts;
  const customer = found.pool.customerId;
  if (member !== undefined && !(yield* findMember(ids.member(member)))) {
    return memberRegistered({ member, customer, ...(given === undefined ? {} : { email: given }) });
  }
  const recipient = yield* recipientOf(event, found);
  if (recipient.newCustomer) {
    const { email } = recipient.newCustomer;
    return customerRegistered({ customer: email, email, organization: found.pool.organizationId });
  }
  if (!recipient.newMember) return null;
  const { email } = recipient.newMember;
  return memberRegistered({ email, customer });
}

/** Writes an event of a seat. */
export function* writeSeat(story: SeatStory, call: Call): Reads<Written> {
  const found = yield* poolNamed(story.facts.pool);
  const { seat: name = unnamed.seat } = story.facts;
  const seat = found.pool.seats.get(ids.seat(name) as SeatId) ?? null;
  admitted(story, seat, name);
  const event = isBeginning(story)
    ? yield* beginning(story, found, seat, call)
    : laterEvent(story, found.pool, seat, call);
  return { organization: found.refs.organization, append: poolAppend(found, [event]) };
}

function isBeginning(story: SeatStory): story is BeginningStory {
  return story.type === "SeatAssigned" || story.type === "SeatGranted";
}

function admitted(story: SeatStory, seat: SeatState | null, name: string): void {
  const status = seat?.status ?? "vacant";
  if (statusAfter(status, story.type)) return;
  const admits = seatEventTypes.filter((type) => statusAfter(status, type)).join(", ");
  throw impossible(story, `seat "${name}" is ${status}, and the seat machine admits only ${admits} then.`);
}

function* beginning(story: BeginningStory, found: FoundPool, seat: SeatState | null, call: Call): Reads<SeatEvent> {
  const { seat: name, metadata = {}, cause = null } = story.facts;
  const recipient = yield* recipientOf(story, found);
  const subject = {
    seatId: ids.seat(name) as SeatId,
    occupancy: (seat?.occupancies ?? 0) + 1,
    holdingId: call.newId() as HoldingId,
    personId: recipient.personId,
  };
  const { customerId, memberId, email } = recipient;
  const held = { customerId, memberId, seatCreatedAt: null };
  const circumstances = { at: momentIn(found.pool, story, call), personal: { email, metadata }, cause };
  if (story.type === "SeatGranted") return seatEvent(story.type, subject, held, circumstances);
  const { record: invitation, expiresAt } = newInvitation(call);
  const data = { ...held, invitation, expiresAt: story.facts.expiresAt ?? expiresAt };
  return seatEvent(story.type, subject, data, circumstances);
}

function laterEvent(story: LaterStory, pool: PoolState, seat: SeatState | null, call: Call): SeatEvent {
  invariant(seat && isLive(seat.status), "the machine admits these on live seats alone");
  const subject = subjectOf(seat);
  const circumstances = { at: momentIn(pool, story, call), cause: story.facts.cause ?? null };
  switch (story.type) {
    case "InvitationResent": {
      const { record: invitation, expiresAt } = newInvitation(call);
      const data = { invitation, expiresAt: story.facts.expiresAt ?? expiresAt };
      return seatEvent(story.type, subject, data, circumstances);
    }
    case "SeatClaimed": {
      const session = call.tokens.issue("session", call.newId()).record;
      const expiresAt = new Date(circumstances.at.getTime() + sessionTtlMs);
      return seatEvent(story.type, subject, { session: { ...session, expiresAt } }, circumstances);
    }
    case "HolderChanged": {
      const { email = `new-${seat.email}` } = story.facts;
      const { status: was, customerId, memberId } = seat;
      return seatEvent(story.type, subject, { was, customerId, memberId }, { ...circumstances, personal: { email } });
    }
    case "SeatRevoked":
      return seatEvent(story.type, subject, { was: seat.status }, circumstances);
    case "InvitationLapsed":
      return seatEvent(story.type, subject, {}, circumstances);
  }
}

function* recipientOf(story: BeginningStory, { pool, refs }: FoundPool): Reads<Recipient> {
  const { email, member, customer } = story.facts;
  const nobody = email === undefined && member === undefined && customer === undefined;
  const request = {
    email: nobody ? unnamed.holder : (email ?? null),
    customerId: customer === undefined ? null : ids.customer(customer),
    externalCustomerId: null,
    memberId: member === undefined ? null : ids.member(member),
    externalMemberId: null,
  };
  const organization = yield* findOrganization(pool.organizationId);
  invariant(organization, "an organization is told of before its pools");
  const { memberModel } = organization.organization;
  const found = yield* findPeople(request, refs, memberModel, (id) => findMemberOf(refs.customer, id));
  const recipient = resolveRecipient(request, found, {
    memberModel,
    billingCustomerId: pool.customerId,
    newCustomerId: ids.customer(email) as CustomerId,
    newMemberId: ids.member(email ?? "") as MemberId,
  });
  if (recipient.kind === "recipient") return recipient;
  throw impossible(story, unknownPerson(recipient));
}

function unknownPerson({ code }: Rejection): string {
  return `nobody can be meant by these names (${code}). Tell memberRegistered() or customerRegistered() of them first.`;
}

const sessionTtlMs = 60 * 60 * 1_000;
