// A recorded event in the words of a story, its ids as they are: what an expectation is compared with.

import type { RecordedEvent } from "../domain/events.ts";
import type { IdKind } from "./ids.ts";

/** What can be said of an event, by the names of StoryFacts. */
export interface FoundEvent {
  readonly type: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The facts that hold an id, and of what. */
export const idKinds: { readonly [fact: string]: IdKind } = {
  organization: "organization",
  customer: "customer",
  member: "member",
  pool: "pool",
  seat: "seat",
};

/** The event in the words of a story. */
export function foundEvent(event: RecordedEvent): FoundEvent {
  const { type, stream, organizationId, seatId, personId, occupancy, cause, actor, occurredAt, personal } = event;
  const { customerId, memberId, invitation, session, seatCreatedAt, ...data } = event.data as Record<string, unknown>;
  const about = seatId === null ? {} : { seat: seatId, occupancy, member: memberId ?? personId };
  // A person is forgotten under one id, be it a member's or a customer's.
  const forgotten = type === "PersonForgotten" ? { member: personId, customer: personId } : {};
  const said = {
    ...about,
    ...forgotten,
    ...(memberId === undefined ? {} : { member: memberId }),
    ...(customerId === undefined ? {} : { customer: customerId }),
    ...personal,
    ...data,
    ...(cause === null ? {} : { cause }),
    // The stream's own id wins: a customer's event is about that customer.
    [stream.kind]: stream.id,
    organization: organizationId,
    actor: actor.id === null ? { type: actor.type } : actor,
    occurredAt,
  };
  return { type, facts: said };
}

/** The facts that tell events apart, for a reader: not those that every event has. */
export function tellingFacts({ type, facts }: FoundEvent): readonly string[] {
  const about = type.replace(/[A-Z][a-z]+$/, "").toLowerCase();
  return Object.keys(facts).filter((fact) => (fact === about || !commonFacts.has(fact)) && !isEmpty(facts[fact]));
}

const commonFacts = new Set([
  "organization",
  "customer",
  "member",
  "pool",
  "occupancy",
  "expiresAt",
  "actor",
  "occurredAt",
]);

function isEmpty(fact: unknown): boolean {
  return (
    fact === null ||
    fact === undefined ||
    (typeof fact === "object" && Object.keys(fact).length === 0 && !(fact instanceof Date))
  );
}
