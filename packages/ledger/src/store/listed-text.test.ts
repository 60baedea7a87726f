// Data that are read straight out of their text are those that parsing tells, whatever stands in them.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { EventType } from "../domain/events.ts";
import { dataOf } from "./event-data.ts";
import { listedData } from "./listed-data.ts";
import { dataOfText } from "./listed-text.ts";

/** Its digest has few digits, so that one more makes a number that may be one. */
const person = "person-1144";
const token = {
  id: "e9cd1c98-5812-4382-a981-70223dab9949",
  keyId: "01ef25ec",
  hash: "cYOGjeFLj8XtL7wSOOlq0EsnLT9JemD2gsI",
};
const at = new Date(1_795_405_828_875);
const held = { customerId: "051bf3ba", memberId: person, expiresAt: at, invitation: token, seatCreatedAt: null };

/** As they stand in the log, of events that name this person. */
const plain = [
  ["SeatAssigned", listed("SeatAssigned", held, person)],
  ["SeatClaimed", listed("SeatClaimed", { session: { ...token, expiresAt: at } }, person)],
  ["InvitationResent", listed("InvitationResent", { expiresAt: new Date(0), invitation: token }, person)],
  ["SeatRevoked", '{"was":"claimed"}'],
  ["SeatRevoked", '{"was":"pending"}'],
] as const;

function listed(type: EventType, data: object, personId: string | null): string {
  return JSON.stringify(listedData(type, data as never, personId));
}

/** Also in the order of the keys. */
function sameAsParsed(type: EventType, text: string, personId: string | null): boolean {
  const read = dataOfText(type, text, personId);
  if (read === null) return false;
  const parsed = dataOf(type, text, personId);
  expect(read, text).toStrictEqual(parsed);
  expect(JSON.stringify(read)).toBe(JSON.stringify(parsed));
  return true;
}

test.each(plain)("reads %s: %s", (type, text) => {
  expect(sameAsParsed(type, text, person)).toBe(true);
});

test("says nothing of a member who is another than the person, or none", () => {
  for (const personId of [null, "somebody"]) {
    for (const memberId of [null, person]) {
      expect(dataOfText("SeatAssigned", listed("SeatAssigned", { ...held, memberId }, person), personId)).toBeNull();
    }
  }
});

test.each(plain)("reads %s with a sign changed as parsing does, or not at all: %s", (type, text) => {
  const signs = ['"', "\\", "0", "9", "-", ".", "e", ",", "[", "]", "{", " ", "é", "👩", ""];
  for (let place = 0; place <= text.length; place += 1) {
    for (const sign of signs) {
      for (const taken of [0, 1]) {
        const changed = text.slice(0, place) + sign + text.slice(place + taken);
        if (dataOfText(type, changed, person) !== null) sameAsParsed(type, changed, person);
      }
    }
  }
});

const words = fc.oneof(
  fc.uuid(),
  fc.string({ unit: "binary" }),
  fc.constantFrom('"', "\\", '\\"', '","', "]", "\n", ""),
);
const times = fc.oneof(fc.date({ noInvalidDate: true }), fc.constantFrom(new Date(0), new Date(-1), new Date(8.64e15)));
const tokens = fc.record({ id: words, keyId: words, hash: words });
const members = fc.constantFrom(null, person, "somebody");
const holders = { customerId: fc.option(words), memberId: members, seatCreatedAt: fc.option(times) };
const happened: fc.Arbitrary<readonly [EventType, object]> = fc.oneof(
  fc
    .record({ ...holders, expiresAt: fc.option(times), invitation: fc.option(tokens) })
    .map((data) => ["SeatAssigned", data] as const),
  fc.record(holders).map((data) => ["SeatGranted", data] as const),
  fc.record({ expiresAt: times, invitation: tokens }).map((data) => ["InvitationResent", data] as const),
  fc.tuple(fc.option(tokens), times).map(([one, expiresAt]) => {
    return ["SeatClaimed", { session: one && { ...one, expiresAt } }] as const;
  }),
  fc.constantFrom("pending", "claimed").map((was) => ["SeatRevoked", { was }] as const),
);

test("reads what was written as parsing does, whatever the texts and times, by today's schema and the one before", () => {
  let straight = 0;
  fc.assert(
    fc.property(happened, members, ([type, data], personId) => {
      if (sameAsParsed(type, listed(type, data, personId), personId)) straight += 1;
      if (sameAsParsed(type, JSON.stringify(data), personId)) expect(type).toBe("SeatRevoked");
    }),
    { numRuns: 3_000 },
  );
  expect(straight).toBeGreaterThan(100);
});
