// An event of the log on the wire. What it says is listed type by type, so that nothing is told that nobody thought of: no
// record of a token, no detail of a request. It names people by their ids alone.

import type { LedgerEvent } from "seat-ledger";
import { z } from "zod";
import { count, id, instant, instantOrNull } from "./answers.ts";
import { documented } from "./documented.ts";

type EventType = LedgerEvent["type"];
type DataOf<Type extends EventType> = LedgerEvent<Type>["data"];
type Kind = LedgerEvent["stream"]["kind"];

interface Shown<Type extends EventType> {
  readonly kind: Kind;
  readonly data: (data: DataOf<Type>) => object;
}

const nothing = () => ({});
const inPool = { kind: "pool", data: nothing } as const;
const ofCustomer = { kind: "customer", data: nothing } as const;

const held = ({ customerId, memberId }: Pick<DataOf<"SeatGranted">, "customerId" | "memberId">) => ({
  customer_id: customerId,
  member_id: memberId,
});
const registered = ({ name, slug, memberModel, seatsEnabled }: DataOf<"OrganizationRegistered">) => ({
  ...{ name, slug, member_model: memberModel, seats_enabled: seatsEnabled },
});
const ofMember = {
  kind: "customer",
  data: ({ memberId, role }: DataOf<"MemberRegistered">) => ({ member_id: memberId, role }),
} as const;
const resized = {
  kind: "pool",
  data: ({ seats, previous }: DataOf<"QuantityDiscovered">) => ({ seats, previous }),
} as const;

const shown: { readonly [Type in EventType]: Shown<Type> } = {
  OrganizationRegistered: { kind: "organization", data: registered },
  OrganizationChanged: { kind: "organization", data: registered },
  PersonForgotten: { kind: "organization", data: nothing },
  CustomerRegistered: ofCustomer,
  CustomerChanged: ofCustomer,
  CustomerRemoved: ofCustomer,
  MemberRegistered: ofMember,
  MemberChanged: ofMember,
  MemberRemoved: { kind: "customer", data: ({ memberId }) => ({ member_id: memberId }) },
  PoolOpened: {
    kind: "pool",
    data: ({ kind, customerId, product, seats, status, authority, checkoutId }) => ({
      ...{ kind, customer_id: customerId, product: { id: product.id, name: product.name } },
      ...{ seats, status, authority, checkout_id: checkoutId },
    }),
  },
  PoolActivated: inPool,
  PoolResized: resized,
  PoolProductChanged: { kind: "pool", data: ({ product: { id, name } }) => ({ product: { id, name } }) },
  PoolClosed: inPool,
  PoolReopened: inPool,
  QuantityDiscovered: resized,
  SeatAssigned: {
    kind: "pool",
    data: ({ expiresAt, ...data }) => ({ ...held(data), expires_at: instantOrNull(expiresAt) }),
  },
  SeatGranted: { kind: "pool", data: held },
  InvitationResent: { kind: "pool", data: ({ expiresAt }) => ({ expires_at: expiresAt.toISOString() }) },
  SeatClaimed: inPool,
  HolderChanged: {
    kind: "pool",
    data: ({ was, customerId, memberId }) => ({ was, customer_id: customerId, member_id: memberId }),
  },
  SeatRevoked: { kind: "pool", data: ({ was }) => ({ was }) },
  InvitationLapsed: inPool,
  InvitationResumed: { kind: "pool", data: held },
  SeatResumed: { kind: "pool", data: held },
  HoldingDiscovered: {
    kind: "pool",
    data: ({ customerId, memberId, steps }) => ({
      ...{ customer_id: customerId, member_id: memberId },
      steps: steps.map(({ type, at, certainty: { inferred } }) => ({ type, at: at.toISOString(), inferred })),
    }),
  },
  HoldingSuperseded: inPool,
};

/** The keys of the table are the types, all of them. */
export const eventTypes = Object.keys(shown) as [EventType, ...EventType[]];

/** The types of events in one kind of stream. */
export function eventTypesOf(kind: Kind): readonly EventType[] {
  return eventTypes.filter((type) => shown[type].kind === kind);
}

export const ledgerEvent = documented(
  z.object({
    position: documented(count, { description: "The place in the ledger's log: order is by it, never by a time" }),
    type: z.enum(eventTypes),
    stream: z.object({ kind: z.enum(["organization", "customer", "pool"]), id }),
    version: documented(count, { description: "The place in its stream" }),
    organization_id: id,
    person_id: documented(id, { description: "Whom it is about" }).nullable(),
    seat_id: id.nullable(),
    occupancy: count.nullable(),
    holding_id: id.nullable(),
    occurred_at: documented(instant, { description: "When it happened" }),
    recorded_at: documented(instant, { description: "When the ledger wrote it down" }),
    inferred: documented(z.boolean(), { description: "Nobody showed this step: it follows from what was shown" }),
    actor: z.object({ type: z.string(), id: z.string().nullable() }),
    origin: z.string(),
    cause: z.string().nullable(),
    supersedes: documented(count, { description: "The version of an event that holds no longer" }).nullable(),
    data: documented(z.record(z.string(), z.unknown()), { description: "What else it says, by its type" }),
  }),
  { id: "LedgerEvent", description: "One event of the log. It names people by their ids." },
);

export function eventToWire(event: LedgerEvent): z.output<typeof ledgerEvent> {
  return {
    position: event.position,
    type: event.type,
    stream: event.stream,
    version: event.version,
    organization_id: event.organizationId,
    person_id: event.personId,
    seat_id: event.seatId,
    occupancy: event.occupancy,
    holding_id: event.holdingId,
    occurred_at: event.occurredAt.toISOString(),
    recorded_at: event.recordedAt.toISOString(),
    inferred: event.inferred,
    actor: event.actor,
    origin: event.origin,
    cause: event.cause,
    supersedes: event.supersedes,
    data: dataToWire(event),
  };
}

function dataToWire({ type, data }: LedgerEvent): Record<string, unknown> {
  // The table pairs each type with its own data, which a union of types can't show to the compiler.
  return { ...shown[type].data(data as never) };
}
