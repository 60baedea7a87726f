// The shape of each event's data as it stands in the log: checked before an event is written, and again when the log is
// verified (upkeep/shared/read-event.ts), not each time that it is read. Each event carries the number of the schema by
// which it was written; a newer schema comes with an upcaster.

import { z } from "zod";
import type { EventData, EventType, Personal } from "../domain/events.ts";
import { type QuickReader, quickReader, unsure } from "./quick-reader.ts";

/**
 * By which schema an event is written today: 1 unless said here. A raised number comes with an upcaster (upcasters.ts), or
 * with another form of the same data (listed-data.ts).
 */
const raised: { readonly [Type in EventType]?: number } = {
  CustomerRegistered: 2,
  CustomerChanged: 2,
  MemberRegistered: 2,
  SeatAssigned: 2,
  SeatGranted: 2,
  InvitationResent: 2,
  SeatClaimed: 2,
};

export function schemaVersionOf(type: EventType): number {
  return raised[type] ?? 1;
}

const id = z.string().min(1);
const instant = z.union([z.date(), z.iso.datetime().transform((text) => new Date(text))]);
const token = { id, keyId: z.string().min(1), hash: z.string().min(1) };
const product = z.strictObject({ id, name: z.string() });
const holder = { customerId: id.nullable(), memberId: id.nullable() };
const held = { ...holder, seatCreatedAt: instant.nullable() };
const live = z.strictObject({ was: z.enum(["pending", "claimed"]) });
const nothing = z.strictObject({});
const role = z.enum(["owner", "billing_manager", "member"]);
const member = z.strictObject({ memberId: id, role });
const seats = z.int().nonnegative();
const certainty = z.discriminatedUnion("inferred", [
  z.strictObject({ inferred: z.literal(false) }),
  z.strictObject({ inferred: z.literal(true), notBefore: instant.nullable(), notAfter: instant }),
]);
const step = z.strictObject({
  type: z.enum(["SeatAssigned", "SeatGranted", "SeatClaimed", "SeatRevoked"]),
  at: instant,
  certainty,
});
const organization = z.strictObject({
  name: z.string(),
  slug: z.string(),
  memberModel: z.boolean(),
  seatsEnabled: z.boolean(),
});

const dataSchemas: { readonly [Type in EventType]: z.ZodType } = {
  OrganizationRegistered: organization,
  OrganizationChanged: organization,
  CustomerRegistered: nothing,
  CustomerChanged: nothing,
  CustomerRemoved: nothing,
  PersonForgotten: nothing,
  MemberRegistered: member,
  MemberChanged: member,
  MemberRemoved: z.strictObject({ memberId: id }),
  PoolOpened: z.strictObject({
    kind: z.enum(["subscription", "order"]),
    customerId: id,
    product,
    seats,
    status: z.enum(["unpaid", "active", "closed"]),
    authority: z.enum(["ledger", "polar"]),
    checkoutId: id.nullable(),
  }),
  PoolActivated: nothing,
  PoolResized: z.strictObject({ seats, previous: seats }),
  PoolProductChanged: z.strictObject({ product }),
  PoolClosed: nothing,
  PoolReopened: nothing,
  QuantityDiscovered: z.strictObject({ seats, previous: seats.nullable() }),
  SeatAssigned: z.strictObject({
    ...held,
    expiresAt: instant.nullable(),
    invitation: z.strictObject(token).nullable(),
  }),
  SeatGranted: z.strictObject(held),
  InvitationResent: z.strictObject({ expiresAt: instant, invitation: z.strictObject(token) }),
  SeatClaimed: z.strictObject({ session: z.strictObject({ ...token, expiresAt: instant }).nullable() }),
  HolderChanged: z.strictObject({
    was: z.enum(["pending", "claimed"]),
    ...holder,
  }),
  SeatRevoked: live,
  InvitationLapsed: nothing,
  InvitationResumed: z.strictObject(holder),
  SeatResumed: z.strictObject(holder),
  HoldingDiscovered: z.strictObject({
    ...holder,
    steps: z.array(step).min(1),
  }),
  HoldingSuperseded: nothing,
};

const personalSchema: z.ZodType<Personal> = z.strictObject({
  email: z.string().nullable().exactOptional(),
  name: z.string().nullable().exactOptional(),
  externalId: z.string().nullable().exactOptional(),
  metadata: z.record(z.string(), z.unknown()).exactOptional(),
  reason: z.string().exactOptional(),
  ip: z.string().exactOptional(),
  userAgent: z.string().exactOptional(),
});

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(dataSchemas, type);
}

/** An event's data, checked. Ids are branded by the event's type, which the schema was chosen by. */
export function checkedData<Type extends EventType>(type: Type, data: unknown): EventData[Type] {
  return dataSchemas[type].parse(data) as EventData[Type];
}

export function checkedPersonal(personal: unknown): Personal {
  return personalSchema.parse(personal);
}

const quickReaders: ReadonlyMap<string, QuickReader> = new Map(
  Object.entries(dataSchemas).map(([type, schema]) => [type, quickReader(schema, instant)]),
);
const quickPersonal = quickReader(personalSchema, instant);

/** Data that was parsed from the log, checked at little cost; null where no event of this type can have it. */
export function readData<Type extends EventType>(type: Type, data: unknown): EventData[Type] | null {
  const quick = quickReaders.get(type)?.(data) ?? unsure;
  if (quick !== unsure) return quick as EventData[Type];
  const read = dataSchemas[type].safeParse(data);
  return read.success ? (read.data as EventData[Type]) : null;
}

/** The same for the content of a personal row. */
export function readPersonal(personal: unknown): Personal | null {
  const quick = quickPersonal(personal);
  if (quick !== unsure) return quick as Personal;
  const read = personalSchema.safeParse(personal);
  return read.success ? read.data : null;
}
