// Every event of the log. These types and names are the storage format: they are for ever.
// Change them by adding a type or raising a schema version with an upcaster, never by editing what is here.
// Personal data never stands in `data`: it goes into `personal`, which is kept beside the log and can be erased.

import type { CustomerId, HoldingId, MemberId, OrganizationId, PersonId, PoolId, SeatId } from "./ids.ts";

export type StreamKind = "organization" | "customer" | "pool";
export type PoolKind = "subscription" | "order";
export type PoolStatus = "unpaid" | "active" | "closed";
export type Authority = "ledger" | "polar";
export type MemberRole = "owner" | "billing_manager" | "member";
/** The statuses of a seat in which somebody holds it. */
export type LiveStatus = "pending" | "claimed";

export interface Product {
  readonly id: string;
  readonly name: string;
}

/** What the log keeps of a token: enough to derive it again with the secret and to recognize it, never the token. */
export interface TokenRecord {
  readonly id: string;
  readonly keyId: string;
  readonly hash: string;
}

export interface SeatEventData {
  /** A person was invited to a seat. `invitation` is null where Polar sent it; `customerId` is Polar's on the seat. */
  SeatAssigned: {
    readonly customerId: CustomerId | null;
    readonly memberId: MemberId | null;
    readonly expiresAt: Date | null;
    readonly invitation: TokenRecord | null;
    /** When Polar made the seat, where that is known to be earlier than this event. */
    readonly seatCreatedAt: Date | null;
  };
  /** A seat was assigned and claimed at once, without an invitation (Polar's `immediate_claim`). */
  SeatGranted: {
    readonly customerId: CustomerId | null;
    readonly memberId: MemberId | null;
    readonly seatCreatedAt: Date | null;
  };
  InvitationResent: { readonly expiresAt: Date; readonly invitation: TokenRecord };
  SeatClaimed: { readonly session: (TokenRecord & { readonly expiresAt: Date }) | null };
  /** How the holder is known changed: the e-mail (personal), or Polar's references to the same person. */
  HolderChanged: {
    readonly was: LiveStatus;
    readonly customerId: CustomerId | null;
    readonly memberId: MemberId | null;
  };
  SeatRevoked: { readonly was: LiveStatus };
  /** The invitation was not taken up in time, and the ledger was told to free such seats. */
  InvitationLapsed: Record<never, never>;
  /**
   * The holding never ended, and its invitation is still to be taken up: `supersedes` names the guess that it had ended.
   * It goes on under its own id, held by whoever held it then.
   */
  InvitationResumed: { readonly customerId: CustomerId | null; readonly memberId: MemberId | null };
  /** The same of a seat that was claimed. */
  SeatResumed: { readonly customerId: CustomerId | null; readonly memberId: MemberId | null };
}

/** One step of a holding that was learned late: what happened, when, and how sure that is. */
export interface HoldingStep {
  readonly type: "SeatAssigned" | "SeatGranted" | "SeatClaimed" | "SeatRevoked";
  readonly at: Date;
  readonly certainty: Certainty;
}

/** What is learned late about the past. It never changes the present, and nothing is renumbered or edited. */
export interface HoldingEventData {
  /** Somebody held the seat at a time that the ledger knew otherwise, or not at all. The steps are in order. */
  HoldingDiscovered: {
    readonly customerId: CustomerId | null;
    readonly memberId: MemberId | null;
    readonly steps: readonly HoldingStep[];
  };
  /** A guess about this holding holds no longer: `supersedes` names its event; a discovery of the same holding follows. */
  HoldingSuperseded: Record<never, never>;
}

export interface PoolEventData {
  PoolOpened: {
    readonly kind: PoolKind;
    readonly customerId: CustomerId;
    readonly product: Product;
    readonly seats: number;
    readonly status: PoolStatus;
    readonly authority: Authority;
    readonly checkoutId: string | null;
  };
  PoolActivated: Record<never, never>;
  PoolResized: { readonly seats: number; readonly previous: number };
  PoolProductChanged: { readonly product: Product };
  PoolClosed: Record<never, never>;
  PoolReopened: Record<never, never>;
  /** How many seats were bought from this event's time on, learned late: until the next change that is known. */
  QuantityDiscovered: { readonly seats: number; readonly previous: number | null };
}

export interface DirectoryEventData {
  OrganizationRegistered: {
    readonly name: string;
    readonly slug: string;
    readonly memberModel: boolean;
    readonly seatsEnabled: boolean;
  };
  OrganizationChanged: {
    readonly name: string;
    readonly slug: string;
    readonly memberModel: boolean;
    readonly seatsEnabled: boolean;
  };
  /** The person's e-mail, name and external ids are erased, here and wherever else they stood. */
  PersonForgotten: Record<never, never>;
  CustomerRegistered: Record<never, never>;
  CustomerChanged: Record<never, never>;
  CustomerRemoved: Record<never, never>;
  MemberRegistered: { readonly memberId: MemberId; readonly role: MemberRole };
  MemberChanged: { readonly memberId: MemberId; readonly role: MemberRole };
  MemberRemoved: { readonly memberId: MemberId };
}

export type EventData = SeatEventData & HoldingEventData & PoolEventData & DirectoryEventData;
export type EventType = keyof EventData;
/** The inputs of the seat machine. */
export type SeatEventType = keyof SeatEventData;
/** What is learned about a seat's past: no input of the machine. */
export type HoldingEventType = keyof HoldingEventData;

/** Which kind of stream an event belongs to. */
export const streamKindOf: { readonly [Type in EventType]: StreamKind } = {
  OrganizationRegistered: "organization",
  OrganizationChanged: "organization",
  PersonForgotten: "organization",
  CustomerRegistered: "customer",
  CustomerChanged: "customer",
  CustomerRemoved: "customer",
  MemberRegistered: "customer",
  MemberChanged: "customer",
  MemberRemoved: "customer",
  PoolOpened: "pool",
  PoolActivated: "pool",
  PoolResized: "pool",
  PoolProductChanged: "pool",
  PoolClosed: "pool",
  PoolReopened: "pool",
  QuantityDiscovered: "pool",
  SeatAssigned: "pool",
  SeatGranted: "pool",
  InvitationResent: "pool",
  SeatClaimed: "pool",
  HolderChanged: "pool",
  SeatRevoked: "pool",
  InvitationLapsed: "pool",
  InvitationResumed: "pool",
  SeatResumed: "pool",
  HoldingDiscovered: "pool",
  HoldingSuperseded: "pool",
};

export type SeatMetadata = { readonly [key: string]: unknown };

/** What names or describes a person: kept in erasable rows beside the log, bound to the event that brought it. */
export interface Personal {
  readonly email?: string | null;
  readonly name?: string | null;
  readonly externalId?: string | null;
  readonly metadata?: SeatMetadata;
  readonly reason?: string;
  readonly ip?: string;
  readonly userAgent?: string;
}

/** Why an event followed from something else than a command about its own seat. */
export type Cause = "pool-closed" | "person-changed" | "person-removed" | "person-forgotten" | "drift" | "seat-reused";

/** How sure we are that it happened, and when. `inferred`: nobody showed this step; it lies between the two times. */
export type Certainty =
  | { readonly inferred: false }
  | { readonly inferred: true; readonly notBefore: Date | null; readonly notAfter: Date };

export const observed: Certainty = { inferred: false };

type SubjectOf<Type extends EventType> = Type extends SeatEventType | HoldingEventType
  ? {
      readonly seatId: SeatId;
      readonly occupancy: number;
      readonly holdingId: HoldingId;
      readonly personId: PersonId | null;
    }
  : {
      readonly seatId: null;
      readonly occupancy: null;
      readonly holdingId: null;
      readonly personId: PersonId | null;
    };

/** An event as the rules propose it: everything but its place in the log. */
export type ProposedEvent<Type extends EventType = EventType> = {
  readonly [T in Type]: SubjectOf<T> & {
    readonly type: T;
    readonly data: EventData[T];
    readonly personal: Personal | null;
    readonly occurredAt: Date;
    readonly certainty: Certainty;
    readonly cause: Cause | null;
    /** The version of the event of the same stream that holds no longer since this one. */
    readonly supersedes: number | null;
  };
}[Type];

export type PoolStreamEvent = ProposedEvent<SeatEventType | HoldingEventType | keyof PoolEventData>;
export type SeatEvent = ProposedEvent<SeatEventType>;
export type HoldingEvent = ProposedEvent<HoldingEventType>;
export type OrganizationEvent = ProposedEvent<"OrganizationRegistered" | "OrganizationChanged" | "PersonForgotten">;
export type MemberEvent = ProposedEvent<"MemberRegistered" | "MemberChanged" | "MemberRemoved">;
export type CustomerStreamEvent =
  | ProposedEvent<"CustomerRegistered" | "CustomerChanged" | "CustomerRemoved">
  | MemberEvent;

export type Origin = "command" | "webhook" | "delivery-log" | "listing" | "polar-events" | "write-through";

/** Who did it: an opaque id, never a name or an e-mail. */
export interface Actor {
  readonly type: "user" | "customer" | "member" | "system" | "polar";
  readonly id: string | null;
}

/** Where an event stands in the log and how it got there. */
export interface Placement {
  readonly position: number;
  readonly stream: { readonly kind: StreamKind; readonly id: OrganizationId | CustomerId | PoolId };
  readonly version: number;
  readonly schemaVersion: number;
  readonly organizationId: OrganizationId;
  readonly recordedAt: Date;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly originId: string | null;
  readonly observedAt: Date | null;
}

/** An event as the log keeps it, its personal row beside it (null where there is none or it was erased). */
export type RecordedEvent<Type extends EventType = EventType> = ProposedEvent<Type> & Placement;
