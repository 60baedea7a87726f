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
  expect(await own.show(rows, at(10))).toEqual({ appended: 0, inferred: 0, vanished: [], stale: [] });
});

test("a live seat that only the ledger has ends with the cause drift", async () => {
  const own = await mirror();
  const id = randomUUID();
  await own.show([shown({ id, status: "claimed", memberId: randomUUID(), claimedAt: at(3) })], at(9));
  expect(await own.show([], at(10))).toMatchObject({ appended: 1, inferred: 1, vanished: [id] });
  const { entries } = await own.ledger.history({ seatId: id });
  expect(entries.at(-1)?.event).toMatchObject({ type: "SeatRevoked", cause: "drift", inferred: true });
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
  expect(recorded).toEqual({ appended: 0, inferred: 0, vanished: [], stale: [own.mirrored] });
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
