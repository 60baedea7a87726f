// Reads the data of the most frequent events in one go, where they stand as this library writes them. It says nothing of any
// others: their JSON is parsed, and the schema decides (read-event.ts).

import type { EventData, EventType } from "../../domain/events.ts";
import { digestOf } from "../../store/digest.ts";

const text = String.raw`"([^"\\\u0000-\u001f]+)"`;
const token = `\\[${text},${text},${text}\\]`;
/** Milliseconds since 1970, of which there is a date. */
const time = String.raw`(0|[1-9]\d{0,14})`;
/** Stands for the member, who is the person of the event. */
const digest = String.raw`(-?[1-9]\d{0,9})`;

const tokenUntil = new RegExp(`^\\[${token},${time}\\]$`);
const assignment = new RegExp(`^\\[${token},${time},${text},${digest}(?:,${time})?\\]$`);
const membership = new RegExp(`^\\[${digest},"(owner|billing_manager|member)"\\]$`);

type Shown<Data> = { readonly [Key in keyof Data]: unknown };
type PlainData = { readonly [Type in EventType]: Shown<EventData[Type]> }[EventType];

/** The data as today's schema reads them, or null in doubt. `personId` is whom the event's row names. */
export function plainData(type: EventType, data: string, personId: string | null): PlainData | null {
  switch (type) {
    case "SeatAssigned":
      return assigned(data, personId);
    case "SeatClaimed": {
      const [, id, keyId, hash, expiresAt] = tokenUntil.exec(data) ?? [];
      return hash ? { session: { id, keyId, hash, expiresAt: new Date(Number(expiresAt)) } } : null;
    }
    case "InvitationResent": {
      const [, id, keyId, hash, expiresAt] = tokenUntil.exec(data) ?? [];
      return hash ? { expiresAt: new Date(Number(expiresAt)), invitation: { id, keyId, hash } } : null;
    }
    case "SeatRevoked":
      if (data === '{"was":"claimed"}') return { was: "claimed" };
      return data === '{"was":"pending"}' ? { was: "pending" } : null;
    case "MemberRegistered": {
      const [, member, role] = membership.exec(data) ?? [];
      return isOf(member, personId) ? { memberId: personId, role } : null;
    }
    default:
      return null;
  }
}

function assigned(data: string, personId: string | null): Shown<EventData["SeatAssigned"]> | null {
  const [, id, keyId, hash, expiresAt, customerId, member, createdAt] = assignment.exec(data) ?? [];
  if (!isOf(member, personId)) return null;
  return {
    customerId,
    memberId: personId,
    seatCreatedAt: createdAt === undefined ? null : new Date(Number(createdAt)),
    expiresAt: new Date(Number(expiresAt)),
    invitation: { id, keyId, hash },
  };
}

function isOf(member: string | undefined, personId: string | null): boolean {
  return member !== undefined && personId !== null && Number(member) === digestOf(personId);
}
