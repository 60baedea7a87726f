// The quick reader says yes only where the schema does, and then reads the same.

import fc from "fast-check";
import { expect, test } from "vitest";
import { streamKindOf } from "../domain/events.ts";
import { checkedData, isEventType, readData, readPersonal } from "./event-schemas.ts";

const at = "2026-03-28T12:00:00.000Z";
const token = { id: "1", keyId: "k", hash: "h" };
const held = { customerId: "c", memberId: null, seatCreatedAt: at };

/** Data as they stand in the log, of the types that hold the most. */
const stored: readonly (readonly [type: string, data: object])[] = [
  ["SeatAssigned", { ...held, expiresAt: at, invitation: token }],
  ["SeatGranted", held],
  ["SeatClaimed", { session: { ...token, expiresAt: at } }],
  ["InvitationResent", { expiresAt: at, invitation: token }],
  ["SeatRevoked", { was: "pending" }],
  ["PoolResized", { seats: 3, previous: 2 }],
  ["QuantityDiscovered", { seats: 3, previous: null }],
  [
    "HoldingDiscovered",
    { customerId: null, memberId: "m", steps: [{ type: "SeatClaimed", at, certainty: { inferred: false } }] },
  ],
  ["OrganizationRegistered", { name: "n", slug: "s", memberModel: true, seatsEnabled: false }],
  ["PoolClosed", {}],
];

const odd = fc.constantFrom<unknown>(
  ...[
    null,
    "",
    "x",
    0,
    -1,
    1.5,
    true,
    [],
    {},
    at,
    "2026-02-30T12:00:00.000Z",
    "2026-13-01T00:00:00.000Z",
    "2026-03-31T12:00:00Z",
    2 ** 53,
  ],
);

/** The same data with a field that is changed, left out or added, perhaps a deep one. */
const changed = fc
  .tuple(fc.constantFrom(...stored), fc.nat(20), odd, fc.constantFrom("change", "leave", "add", "none"))
  .map(([[type, data], place, value, how]) => {
    const copy: Record<string, unknown> = structuredClone(data) as Record<string, unknown>;
    const objects = [copy, ...Object.values(copy).filter((one): one is Record<string, unknown> => isObject(one))];
    const target = objects[place % objects.length] ?? copy;
    const key = Object.keys(target)[place % Math.max(1, Object.keys(target).length)];
    if (how === "add") target["colour"] = value;
    if (key !== undefined && how === "change") target[key] = value;
    if (key !== undefined && how === "leave") delete target[key];
    return [type, JSON.stringify(copy)] as const;
  });

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

test("reads what the schema reads, and refuses what the schema refuses", () => {
  fc.assert(
    fc.property(changed, ([type, text]) => {
      if (!isEventType(type)) return;
      expect(readData(type, JSON.parse(text))).toEqual(slowly(() => checkedData(type, JSON.parse(text))));
    }),
    { numRuns: 3_000 },
  );
});

test("reads every type's data where they are right", () => {
  for (const [type, data] of stored) {
    if (isEventType(type)) expect(readData(type, structuredClone(data)), type).not.toBeNull();
  }
  expect(Object.keys(streamKindOf)).toEqual(expect.arrayContaining(stored.map(([type]) => type)));
});

test.each([
  [{ email: "a@b.example", metadata: { any: ["thing"] } }, true],
  [{ email: null, name: null, externalId: null }, true],
  [{}, true],
  [{ email: 5 }, false],
  [{ colour: "red" }, false],
  [{ metadata: [] }, false],
  [{ reason: null }, false],
  [[], false],
  [null, false],
])("reads a personal row %j: %s", (personal, isRead) => {
  expect(readPersonal(structuredClone(personal)) !== null).toBe(isRead);
});

function slowly<Data>(check: () => Data): Data | null {
  try {
    return check();
  } catch {
    return null;
  }
}
