// Data that are read in one go are read as the schema reads them, whatever was changed in them.

import { expect, test } from "vitest";
import type { EventType } from "../../domain/events.ts";
import { readData } from "../../store/event-schemas.ts";
import { dataOfList, isListed, listedData } from "../../store/listed-data.ts";
import { plainData } from "./plain-data.ts";

/** Its digest has few digits, so that one more makes a number that may be one. */
const person = "person-1144";
const token = {
  id: "e9cd1c98-5812-4382-a981-70223dab9949",
  keyId: "01ef25ec",
  hash: "cYOGjeFLj8XtL7wSOOlq0EsnLT9JemD2gsI",
};
const at = new Date(1_795_405_828_875);
const held = { customerId: "051bf3ba", memberId: person, expiresAt: at, invitation: token };

/** As they stand in the log, of events that name this person. */
const written = [
  ["SeatAssigned", listed("SeatAssigned", { ...held, seatCreatedAt: null })],
  ["SeatAssigned", listed("SeatAssigned", { ...held, seatCreatedAt: at })],
  ["SeatClaimed", listed("SeatClaimed", { session: { ...token, expiresAt: at } })],
  ["InvitationResent", listed("InvitationResent", { expiresAt: new Date(0), invitation: token })],
  ["MemberRegistered", listed("MemberRegistered", { memberId: person, role: "billing_manager" })],
  ["SeatRevoked", '{"was":"claimed"}'],
  ["SeatRevoked", '{"was":"pending"}'],
] as const;

function listed(type: EventType, data: object): string {
  return JSON.stringify(listedData(type, data as never, person));
}

function bySchema(type: EventType, text: string): unknown {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return null;
  }
  if (isListed(type)) told = Array.isArray(told) ? dataOfList(type, told, person) : undefined;
  return readData(type, told);
}

test.each(written)("reads %s in one go: %s", (type, text) => {
  expect(plainData(type, text, person)).not.toBeNull();
  expect(plainData(type, text, person)).toEqual(bySchema(type, text));
});

test("says nothing of a member who is another than the person", () => {
  for (const [type, text] of written) {
    if (type !== "SeatAssigned" && type !== "MemberRegistered") continue;
    expect(plainData(type, text, null), text).toBeNull();
    expect(plainData(type, text, "somebody"), text).toBeNull();
  }
});

test("reads no text that is empty", () => {
  for (const [type, text] of written) {
    for (const part of [token.id, token.keyId, token.hash, held.customerId, "claimed", "billing_manager"]) {
      if (text.includes(part)) expect(plainData(type, text.replace(part, ""), person), `${text}, ${part}`).toBeNull();
    }
  }
});

test.each(written)("reads %s with a sign changed as the schema does, or not at all: %s", (type, text) => {
  const signs = ['"', "\\", "0", "-", ".", "e", ",", "[", "]", "{", " ", "\n", "\u0000", "é", ""];
  for (let place = 0; place <= text.length; place += 1) {
    for (const sign of signs) {
      for (const taken of [0, 1]) {
        const changed = text.slice(0, place) + sign + text.slice(place + taken);
        const read = plainData(type, changed, person);
        if (read) expect(read, changed).toEqual(bySchema(type, changed));
      }
    }
  }
});
