// The events of a story, told in few words. The same words are a past event, where what is not named gets a default, and
// an expectation, where what is not named is not compared.

import type { EventData, MemberRole, Product, SeatMetadata } from "../domain/events.ts";
import type { Duration } from "./manual-clock.ts";

/** What can be said of every event. */
export interface EventCircumstances {
  /** When it happened; as a past event the clock's time unless said. */
  readonly occurredAt?: Date;
  readonly cause?: "pool-closed" | "person-changed" | "person-removed" | "person-forgotten" | "drift" | "seat-reused";
  readonly actor?: {
    readonly type: "user" | "customer" | "member" | "system" | "polar";
    readonly id?: string;
  };
  readonly reason?: string;
}

interface OrganizationFacts extends Partial<EventData["OrganizationRegistered"]> {
  readonly organization?: string;
}

interface PersonFacts {
  readonly customer?: string;
  readonly email?: string | null;
  readonly name?: string | null;
  readonly externalId?: string | null;
}

interface CustomerFacts extends PersonFacts {
  readonly organization?: string;
}

interface MemberFacts extends PersonFacts {
  /** Where it is not named, a past member's name is its e-mail. */
  readonly member?: string;
  readonly role?: MemberRole;
}

interface PoolFacts {
  readonly pool?: string;
}

interface SeatFacts extends PoolFacts {
  readonly seat?: string;
  /** The how-manieth holding of this seat: expected, never told. */
  readonly occupancy?: number;
}

interface HoldingFacts extends SeatFacts {
  /** Whom the seat is given to; a past assignment tells of the person itself where nobody did before. */
  readonly email?: string;
  readonly member?: string;
  readonly customer?: string;
  readonly metadata?: SeatMetadata;
}

/** What a story says of each event. Organizations, customers, members, pools and seats go by short names. */
export interface StoryFacts {
  OrganizationRegistered: OrganizationFacts;
  OrganizationChanged: OrganizationFacts;
  CustomerRegistered: CustomerFacts;
  CustomerChanged: CustomerFacts;
  CustomerRemoved: Pick<CustomerFacts, "customer" | "organization">;
  /** One of the ids under which a person was known: a member's or a customer's. */
  PersonForgotten: {
    readonly organization?: string;
    readonly member?: string;
    readonly customer?: string;
  };
  MemberRegistered: MemberFacts;
  MemberChanged: MemberFacts;
  MemberRemoved: Pick<MemberFacts, "member" | "customer" | "email">;
  PoolOpened: PoolFacts & {
    readonly customer?: string;
    readonly kind?: "subscription" | "order";
    readonly seats?: number;
    readonly product?: Product;
    readonly status?: "unpaid" | "active";
    readonly authority?: "ledger" | "polar";
    readonly checkoutId?: string;
  };
  PoolActivated: PoolFacts;
  PoolResized: PoolFacts & { readonly seats?: number; readonly previous?: number };
  PoolProductChanged: PoolFacts & { readonly product?: Product };
  PoolClosed: PoolFacts;
  PoolReopened: PoolFacts;
  SeatAssigned: HoldingFacts & { readonly expiresAt?: Date };
  SeatGranted: HoldingFacts;
  InvitationResent: SeatFacts & { readonly expiresAt?: Date };
  SeatClaimed: SeatFacts;
  HolderChanged: SeatFacts & { readonly email?: string };
  SeatRevoked: SeatFacts & { readonly was?: "pending" | "claimed" };
  InvitationLapsed: SeatFacts;
}

/** The events that a story can tell or expect. */
export type StoryEventType = keyof StoryFacts;

/** One event of a story. Made by the function of its name: `seatAssigned({ seat: "s1" })`. */
export type StoryEvent<Type extends StoryEventType = StoryEventType> = {
  readonly [T in Type]: { readonly type: T; readonly facts: StoryFacts[T] & EventCircumstances };
}[Type];

/** The clock moves between two past events. */
export interface TimePassed {
  readonly type: "TimePassed";
  readonly by: Duration;
}

function teller<const Type extends StoryEventType>(type: Type) {
  // One member of the union by its type: the compiler cannot see that from a type parameter.
  return (facts: StoryFacts[Type] & EventCircumstances = {}): StoryEvent<Type> => ({ type, facts }) as StoryEvent<Type>;
}

/** An organization was registered; a past one has members and seats unless said otherwise. */
export const organizationRegistered = teller("OrganizationRegistered");
/** What is known of an organization changed. */
export const organizationChanged = teller("OrganizationChanged");
/** A customer was registered: who pays. As a past event it stands alone, without an owner member. */
export const customerRegistered = teller("CustomerRegistered");
/** What is known of a customer changed. */
export const customerChanged = teller("CustomerChanged");
/** A customer was removed. */
export const customerRemoved = teller("CustomerRemoved");
/** A member was registered: who sits. */
export const memberRegistered = teller("MemberRegistered");
/** What is known of a member changed. */
export const memberChanged = teller("MemberChanged");
/** A member was removed. */
export const memberRemoved = teller("MemberRemoved");
/** What named a member or a customer was erased. As a past event it ends no seat and removes nobody: tell that too. */
export const personForgotten = teller("PersonForgotten");
/** A pool was opened; a past one is an active subscription with three seats unless said otherwise. */
export const poolOpened = teller("PoolOpened");
/** An unpaid order was paid. */
export const poolActivated = teller("PoolActivated");
/** More seats were bought, or fewer. */
export const poolResized = teller("PoolResized");
/** The product of a pool changed. */
export const poolProductChanged = teller("PoolProductChanged");
/** A pool ended. As a past event it takes no seat back: tell that too. */
export const poolClosed = teller("PoolClosed");
/** A pool came back. */
export const poolReopened = teller("PoolReopened");
/** A person was invited to a seat. */
export const seatAssigned = teller("SeatAssigned");
/** A seat was given and claimed at once. */
export const seatGranted = teller("SeatGranted");
/** An invitation was sent again, with a new token. */
export const invitationResent = teller("InvitationResent");
/** An invitation was taken up. */
export const seatClaimed = teller("SeatClaimed");
/** The e-mail of a seat's holder changed. */
export const holderChanged = teller("HolderChanged");
/** A seat was taken back. */
export const seatRevoked = teller("SeatRevoked");
/** A seat was freed because its invitation was not taken up in time. */
export const invitationLapsed = teller("InvitationLapsed");

/** Between two past events: the clock moves on. */
export function timePassed(by: Duration): TimePassed {
  return { type: "TimePassed", by };
}
