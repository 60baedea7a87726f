// Reads the data of the most frequent events straight out of their text, where they stand as this library writes them
// (listed-data.ts), for who walks the whole log: parsing them took twice as long. It looks where each part ends, and no closer:
// what was written otherwise is for `verify` to find. It says nothing of any other text: that is parsed (event-data.ts).

import type { EventData, EventType } from "../domain/events.ts";
import { digestOf } from "./digest.ts";

type Shown<Data> = { readonly [Key in keyof Data]: unknown };
type ShownData = { readonly [Type in EventType]: Shown<EventData[Type]> }[EventType];

const [quote, comma, minus, zero, closing] = [34, 44, 45, 48, 93];

/** The data as parsing would tell them, or null in doubt. `personId` is whom the event's row names. */
export function dataOfText(type: EventType, text: string, personId: string | null): ShownData | null {
  switch (type) {
    case "SeatAssigned":
      return assigned(text, personId);
    case "SeatClaimed": {
      const token = tokenOf(text);
      const expiresAt = token && lastTime(text, token.end);
      return expiresAt && { session: { id: token.id, keyId: token.keyId, hash: token.hash, expiresAt } };
    }
    case "InvitationResent": {
      const token = tokenOf(text);
      const expiresAt = token && lastTime(text, token.end);
      return expiresAt && { expiresAt, invitation: { id: token.id, keyId: token.keyId, hash: token.hash } };
    }
    case "SeatRevoked":
      if (text === '{"was":"claimed"}') return { was: "claimed" };
      return text === '{"was":"pending"}' ? { was: "pending" } : null;
    default:
      return null;
  }
}

/** `[[id,keyId,hash],expiresAt,customerId,memberId]`: who has `seatCreatedAt` too is left to parsing. */
function assigned(text: string, personId: string | null): Shown<EventData["SeatAssigned"]> | null {
  const token = tokenOf(text);
  if (!token) return null;
  const timeEnd = text.indexOf(",", token.end);
  const expiresAt = timeAt(text, token.end, timeEnd);
  const customerEnd = text.indexOf('"', timeEnd + 2);
  if (!expiresAt || text.charCodeAt(timeEnd + 1) !== quote || text.charCodeAt(customerEnd + 1) !== comma) return null;
  if (!endsWithDigest(text, customerEnd + 2, personId)) return null;
  return {
    customerId: text.slice(timeEnd + 2, customerEnd),
    memberId: personId,
    seatCreatedAt: null,
    expiresAt,
    invitation: { id: token.id, keyId: token.keyId, hash: token.hash },
  };
}

interface Token {
  readonly id: string;
  readonly keyId: string;
  readonly hash: string;
  /** What comes after it and its comma begins here. */
  readonly end: number;
}

/** The token with which the text begins. Where there is an escape, a quote may not be the end of a string: that is left to parsing. */
function tokenOf(text: string): Token | null {
  if (!text.startsWith('[["') || text.includes("\\")) return null;
  const idEnd = text.indexOf('"', 3);
  if (text.charCodeAt(idEnd + 1) !== comma || text.charCodeAt(idEnd + 2) !== quote) return null;
  const keyEnd = text.indexOf('"', idEnd + 3);
  if (text.charCodeAt(keyEnd + 1) !== comma || text.charCodeAt(keyEnd + 2) !== quote) return null;
  const hashEnd = text.indexOf('"', keyEnd + 3);
  if (text.charCodeAt(hashEnd + 1) !== closing || text.charCodeAt(hashEnd + 2) !== comma) return null;
  const [id, keyId] = [text.slice(3, idEnd), text.slice(idEnd + 3, keyEnd)];
  return { id, keyId, hash: text.slice(keyEnd + 3, hashEnd), end: hashEnd + 3 };
}

/** The time with which the list ends. */
function lastTime(text: string, from: number): Date | null {
  return endsAsList(text) ? timeAt(text, from, text.length - 1) : null;
}

function timeAt(text: string, from: number, to: number): Date | null {
  const milliseconds = numberAt(text, from, to);
  return milliseconds === null ? null : new Date(milliseconds);
}

/** Whether the list ends with the person's digest, which stands for the member. */
function endsWithDigest(text: string, from: number, personId: string | null): boolean {
  const isNegative = text.charCodeAt(from) === minus;
  const size = endsAsList(text) ? numberAt(text, isNegative ? from + 1 : from, text.length - 1) : null;
  return size !== null && personId !== null && digestOf(personId) === (isNegative ? -size : size);
}

function endsAsList(text: string): boolean {
  return text.charCodeAt(text.length - 1) === closing;
}

/**
 * The digits between two places as a number; null where there is anything else. So many of them that they are not told exactly
 * are neither a digest nor a time of which there is a date.
 */
function numberAt(text: string, from: number, to: number): number | null {
  const digits = to - from;
  if (digits < 1 || (digits > 1 && text.charCodeAt(from) === zero)) return null;
  let number = 0;
  for (let place = from; place < to; place += 1) {
    const digit = text.charCodeAt(place) - zero;
    if (digit < 0 || digit > 9) return null;
    number = number * 10 + digit;
  }
  return number;
}
