// The adapters' way in: facts become legal events, what nobody showed is inferred, and capacity refuses no fact.

import { randomUUID } from "node:crypto";
import type { Fact } from "seat-ledger";
import { expect, test } from "vitest";
import { eventCount, product, refusal, type Setting, setting } from "./setting.ts";

type Listing = Extract<Fact, { type: "listing" }>;
type ShownSeat = Listing["seats"][number];

const day = 24 * 60 * 60 * 1_000;
const opened = new Date("2026-01-01T00:00:00.000Z");
const at = (hours: number) => new Date(opened.getTime() + hours * 60 * 60 * 1_000);
const expiry = (assignedAt: Date) => new Date(assignedAt.getTime() + day);

interface Mirror extends Setting {
  readonly mirrored: string;
  show(seats: readonly ShownSeat[], observedAt: Date): ReturnType<Setting["ledger"]["record"]>;
}

async function mirror({ seats = 3 } = {}): Promise<Mirror> {
  const own = await setting();
  const { ledger, organizationId, customerId } = own;
  const mirrored = randomUUID();
  await ledger.record([poolFact(own, mirrored, seats)], source(at(0)));
  return {
    ...own,
    mirrored,
    async show(shown, observedAt) {
      const { version } = await ledger.getPool({ subscriptionId: mirrored });
      const listing: Listing = { type: "listing", subscriptionId: mirrored, poolVersion: version, seats: [...shown] };
      return await ledger.record([listing], source(observedAt));
    },
    organizationId,
    customerId,
  };
}

function poolFact({ organizationId, customerId }: Setting, subscriptionId: string, seats: number): Fact {
  const status = "active" as const;
  return { type: "pool", subscriptionId, organizationId, customerId, product, seats, status, openedAt: opened };
}

function source(observedAt: Date) {
  return { origin: "listing" as const, originId: "pass-1", observedAt };
}

function shown(seat: Partial<ShownSeat> & Pick<ShownSeat, "id" | "status">): ShownSeat {
  return { createdAt: at(1), ...seat };
}

async function story({ ledger }: Setting, seatId: string) {
  const { entries } = await ledger.history({ seatId });
  return entries.map(({ event, occupancy, inferred }) => [event.type, occupancy, inferred ? "inferred" : "observed"]);
}

test("a claimed seat whose invitation's expiry survived was assigned a day before that, then claimed", async () => {
  const own = await mirror();
  const id = randomUUID();
  const memberId = randomUUID();
  await own.show(
    [shown({ id, status: "claimed", memberId, invitationTokenExpiresAt: expiry(at(2)), claimedAt: at(3) })],
    at(9),
  );
  expect(await story(own, id)).toEqual([
    ["SeatAssigned", 1, "observed"],
    ["SeatClaimed", 1, "observed"],
  ]);
  const { entries } = await own.ledger.history({ seatId: id });
  expect(entries.map(({ event }) => event.occurredAt)).toEqual([at(2), at(3)]);
});

test("a claimed seat without an expiry was claimed at once", async () => {
  const own = await mirror();
  const id = randomUUID();
  await own.show([shown({ id, status: "claimed", memberId: randomUUID(), claimedAt: at(3) })], at(9));
  expect(await story(own, id)).toEqual([["SeatGranted", 1, "observed"]]);
});

test("a seat that was handed on unseen has a revoke inferred, between what we knew and the next assignment", async () => {
  const own = await mirror();
  const id = randomUUID();
  const one = { id, memberId: randomUUID(), invitationTokenExpiresAt: expiry(at(2)) };
  const two = { id, memberId: randomUUID(), invitationTokenExpiresAt: expiry(at(20)) };
  await own.show([shown({ ...one, status: "claimed", claimedAt: at(3) })], at(9));
  const recorded = await own.show([shown({ ...two, status: "pending" })], at(30));
  expect(recorded).toMatchObject({ appended: 2, inferred: 1 });
  expect(await story(own, id)).toEqual([
    ["SeatAssigned", 1, "observed"],
    ["SeatClaimed", 1, "observed"],
    ["SeatRevoked", 1, "inferred"],
    ["SeatAssigned", 2, "observed"],
  ]);
  const { entries } = await own.ledger.history({ seatId: id });
  expect(entries[2]?.event).toMatchObject({ notBefore: at(3), notAfter: at(20), cause: "seat-reused" });
  expect(entries[2]?.holder).toMatchObject({ memberId: one.memberId });
});

test("a revoked seat that nobody saw before had a holder whom nobody knows", async () => {
  const own = await mirror();
  const id = randomUUID();
  const row = { invitationTokenExpiresAt: expiry(at(2)), claimedAt: at(3), revokedAt: at(4) };
  await own.show([shown({ id, status: "revoked", ...row })], at(9));
  const { entries } = await own.ledger.history({ seatId: id });
  expect(entries.map(({ event, statusAfter, holder }) => [event.type, statusAfter, holder])).toEqual([
    ["SeatAssigned", "pending", null],
    ["SeatClaimed", "claimed", null],
    ["SeatRevoked", "revoked", null],
  ]);
});

test("the same listing again appends nothing, whatever the seats' statuses", async () => {
  const own = await mirror();
  const rows = [
    shown({ id: randomUUID(), status: "pending", memberId: randomUUID(), invitationTokenExpiresAt: expiry(at(2)) }),
    shown({ id: randomUUID(), status: "claimed", memberId: randomUUID(), claimedAt: at(3) }),
    shown({ id: randomUUID(), status: "revoked", claimedAt: at(3), revokedAt: at(4) }),
    shown({ id: randomUUID(), status: "revoked", revokedAt: at(4) }),
  ];
  await own.show(rows, at(9));
  expect(await own.show(rows, at(10))).toEqual({
    appended: 0,
    inferred: 0,
    guesses: [],
    vanished: [],
    missing: [],
    stale: [],
  });
});

test("a live seat that only the ledger has ends with the cause drift", async () => {
  const own = await mirror();
  const id = randomUUID();
  await own.show([shown({ id, status: "claimed", memberId: randomUUID(), claimedAt: at(3) })], at(9));
  expect(await own.show([], at(10))).toMatchObject({ appended: 1, inferred: 1, vanished: [id] });
  const { entries } = await own.ledger.history({ seatId: id });
  expect(entries.at(-1)?.event).toMatchObject({ type: "SeatRevoked", cause: "drift", inferred: true });
});

test("of the live seats that a listing doesn't show only those end that are said to be gone", async () => {
  const own = await mirror();
  const rows = [1, 2, 3].map(() =>
    shown({ id: randomUUID(), status: "claimed", memberId: randomUUID(), claimedAt: at(3) }),
  );
  const [stays, waits, goes] = rows.map(({ id }) => id);
  await own.show(rows, at(9));
  const listing = async (gone: readonly (string | undefined)[]): Promise<Fact> => ({
    ...{ type: "listing", subscriptionId: own.mirrored, seats: rows.slice(0, 1) },
    ...{ poolVersion: (await own.ledger.getPool({ subscriptionId: own.mirrored })).version, gone: gone.map(String) },
  });
  const untouched = await own.ledger.record([await listing([])], source(at(10)));
  expect(untouched).toMatchObject({ appended: 0, vanished: [], missing: [waits, goes] });
  const ended = await own.ledger.record([await listing([goes, stays, randomUUID()])], source(at(11)));
  expect(ended).toMatchObject({ appended: 1, inferred: 1, vanished: [goes], missing: [waits] });
  const statuses = (await own.ledger.listSeats({ subscriptionId: own.mirrored })).seats.map(({ id, status }) => [
    id,
    status,
  ]);
  expect(statuses).toEqual([
    [stays, "claimed"],
    [waits, "claimed"],
    [goes, "revoked"],
  ]);
});

test("a listing that was asked for before the pool changed settles nothing", async () => {
  const own = await mirror();
  const { version } = await own.ledger.getPool({ subscriptionId: own.mirrored });
  await own.ledger.record([poolFact(own, own.mirrored, 7)], source(at(5)));
  const listing: Fact = {
    type: "listing",
    subscriptionId: own.mirrored,
    poolVersion: version,
    seats: [shown({ id: randomUUID(), status: "claimed", memberId: randomUUID(), claimedAt: at(3) })],
  };
  const recorded = await own.ledger.record([listing], source(at(6)));
  expect(recorded).toEqual({ appended: 0, inferred: 0, guesses: [], vanished: [], missing: [], stale: [own.mirrored] });
});

test("more live seats than were bought are recorded, and shown as over-use", async () => {
  const own = await mirror({ seats: 2 });
  const rows = [1, 2].map(() =>
    shown({ id: randomUUID(), status: "claimed", memberId: randomUUID(), claimedAt: at(3) }),
  );
  await own.show(rows, at(9));
  await own.ledger.record([poolFact(own, own.mirrored, 1)], source(at(10)));
  expect(await own.ledger.getPool({ subscriptionId: own.mirrored })).toMatchObject({
    seats: 1,
    claimed: 2,
    available: 0,
    overused: 1,
  });
});

test("facts never touch a pool of the ledger", async () => {
  const own = await mirror();
  const before = await eventCount(own.ledger);
  const { version } = await own.ledger.getPool({ subscriptionId: own.subscriptionId });
  const listing: Fact = { type: "listing", subscriptionId: own.subscriptionId, poolVersion: version, seats: [] };
  expect(await refusal(own.ledger.record([listing], source(at(1))))).toBe("PoolExists");
  expect(await refusal(own.ledger.record([poolFact(own, own.subscriptionId, 9)], source(at(1))))).toBe("PoolExists");
  expect(await eventCount(own.ledger)).toBe(before);
});

test("a command on a mirrored pool is refused: Polar decides there", async () => {
  const own = await mirror();
  const ref = { subscriptionId: own.mirrored };
  expect(await refusal(own.ledger.assignSeat({ ...ref, email: "a@acme.example" }))).toBe("PoolMirrored");
  expect(await refusal(own.ledger.resizePool({ ...ref, seats: 9 }))).toBe("PoolMirrored");
  expect(await refusal(own.ledger.closePool(ref))).toBe("PoolMirrored");
});

test("a reference that Polar's database cleared is no hand-over", async () => {
  const own = await mirror();
  const id = randomUUID();
  const memberId = randomUUID();
  const row = { id, status: "claimed" as const, invitationTokenExpiresAt: expiry(at(2)), claimedAt: at(3) };
  await own.show([shown({ ...row, memberId, customerId: own.customerId, email: "a@acme.example" })], at(9));
  expect(await own.show([shown({ ...row, customerId: own.customerId })], at(10))).toMatchObject({ appended: 0 });
  expect(await own.ledger.getSeat({ seatId: id })).toMatchObject({ memberId, email: "a@acme.example", occupancy: 1 });
});

test("a reference that Polar filled in later is a change of the same holding", async () => {
  const own = await mirror();
  const id = randomUUID();
  const memberId = randomUUID();
  const row = { id, status: "claimed" as const, claimedAt: at(3), customerId: own.customerId };
  await own.show([shown(row)], at(9));
  await own.show([shown({ ...row, memberId })], at(10));
  expect(await story(own, id)).toEqual([
    ["SeatGranted", 1, "observed"],
    ["HolderChanged", 1, "observed"],
  ]);
});

test.each<[string, Partial<ShownSeat> & Pick<ShownSeat, "status">]>([
  ["claimed without any time", { status: "claimed" }],
  ["revoked without any time", { status: "revoked" }],
  ["pending without an expiry", { status: "pending" }],
  ["pending with a claim's time", { status: "pending", claimedAt: at(3) }],
])("a row that is %s settles at once", async (_, row) => {
  const own = await mirror();
  const rows = [shown({ id: randomUUID(), memberId: row.status === "revoked" ? null : randomUUID(), ...row })];
  await own.show(rows, at(9));
  expect(await own.show(rows, at(10))).toMatchObject({ appended: 0 });
});

test("a pending seat without an expiry that is claimed later stays one holding", async () => {
  const own = await mirror();
  const seat = { id: randomUUID(), memberId: randomUUID() };
  await own.show([shown({ ...seat, status: "pending" })], at(9));
  await own.show([shown({ ...seat, status: "claimed", claimedAt: at(10) })], at(11));
  expect(await story(own, seat.id)).toEqual([
    ["SeatAssigned", 1, "observed"],
    ["SeatClaimed", 1, "observed"],
  ]);
});

test("a listing that names a seat twice, or a seat of another pool, is refused", async () => {
  const own = await mirror();
  const row = shown({ id: randomUUID(), status: "claimed", memberId: randomUUID(), claimedAt: at(3) });
  expect(await refusal(own.show([row, row], at(9)))).toBe("InvalidRequest");
  const { seat } = await own.ledger.assignSeat({ subscriptionId: own.subscriptionId, email: "a@acme.example" });
  expect(await refusal(own.show([{ ...row, id: seat.id }], at(9)))).toBe("IdentityConflict");
});

test("a member's e-mail that changed in Polar follows into the ledger's own pools", async () => {
  const own = await mirror();
  const { seat } = await own.ledger.assignSeat({ subscriptionId: own.subscriptionId, email: "old@acme.example" });
  const member = {
    id: seat.memberId ?? "",
    customerId: own.customerId,
    email: "new@acme.example",
    role: "member" as const,
    createdAt: at(1),
  };
  const row = { id: randomUUID(), memberId: member.id, member, claimedAt: at(3), email: member.email };
  await own.show([shown({ ...row, status: "claimed" })], at(9));
  expect(await own.ledger.getSeat({ seatId: seat.id })).toMatchObject({ email: "new@acme.example" });
  const again = own.ledger.assignSeat({ subscriptionId: own.subscriptionId, email: "new@acme.example" });
  expect(await refusal(again)).toBe("SeatAlreadyAssigned");
});

test("a pool that came from a checkout is replayed with it", async () => {
  const own = await mirror();
  const checkoutId = randomUUID();
  const subscriptionId = randomUUID();
  const fact = { ...poolFact(own, subscriptionId, 2), checkoutId } as Fact;
  await own.ledger.record([fact], source(at(1)));
  expect(await own.ledger.getPool({ checkoutId })).toMatchObject({ subscriptionId, authority: "polar" });
});
