// Refusals in the order of precedence: the ladder of each operation, and a ledger in which every mistake can be made. A
// request that is wrong in two neighbouring ways gets the earlier refusal.

import { randomUUID } from "node:crypto";
import { type CommandContext, isSeatLedgerError, type SeatLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { product, type Setting, setting } from "../setting.ts";

/** A ledger in which every mistake can be made. */
export interface World extends Setting {
  /** A pool that Polar decides about, and a seat in it. */
  readonly mirrored: { readonly subscriptionId: string };
  readonly mirroredSeat: { readonly seatId: string };
  readonly unpaid: { readonly orderId: string };
  readonly closed: { readonly subscriptionId: string };
  /** A pool without a seat. */
  readonly full: { readonly orderId: string };
  /** Another organization and its customer. */
  readonly other: { readonly organizationId: string; readonly customerId: string };
  /** A member of that customer. */
  readonly otherMember: { readonly memberId: string };
  seatsOff(): Promise<unknown>;
  /** A pending seat and its token. */
  invited(email?: string): Promise<{ readonly seatId: string; readonly token: string }>;
}

export type Story = (world: World) => Promise<unknown>;
/** The earlier refusal, the later one, and a request that deserves both. InvalidRequest says which argument. */
export type Rung = readonly [earlier: string, later: string, story: Story];

export const nobody = "00000000-0000-4000-8000-000000000000";
export const email = "jane@acme.example";
export const future = new Date("2030-01-01T00:00:00.000Z");

export const usedKey: CommandContext = { idempotencyKey: "used" };
export const wrongVersion: CommandContext = { expectedVersion: 99 };
export const wrongTime: CommandContext = { occurredAt: future };

/** Ladders by the names of the operations; each begins with the arguments. */
export function climb(ladders: Readonly<Record<string, readonly Rung[]>>): void {
  describe.each(Object.entries(ladders))("%s", (_, ladder) => {
    test.each(ladder)("%s comes before %s", async (earlier, _, story) => {
      const world = await openWorld();
      await using _ledger = world.ledger;
      expect(await refusalOf(() => story(world))).toBe(earlier);
    });

    test("is a ladder without a gap", () => {
      const gaps = ladder.slice(1).filter(([earlier], index) => earlier !== ladder[index]?.[1]);
      expect(gaps).toEqual([]);
    });
  });
}

async function refusalOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return "not refused";
  } catch (error) {
    if (isSeatLedgerError(error, "InvalidRequest")) return `InvalidRequest ${error.issues[0]?.path}`;
    if (isSeatLedgerError(error)) return error.code;
    throw error;
  }
}

async function openWorld(): Promise<World> {
  const given = await setting();
  const { ledger, organizationId, customerId } = given;
  const owner = { organizationId, customerId, product };
  const [mirrored, closed] = [{ subscriptionId: randomUUID() }, { subscriptionId: randomUUID() }];
  const [unpaid, full] = [{ orderId: randomUUID() }, { orderId: randomUUID() }];
  const mirroredSeat = { seatId: randomUUID() };
  await ledger.openPool({ ...owner, ...mirrored, seats: 1, authority: "polar" });
  await ledger.record(
    [
      {
        type: "listing",
        ...mirrored,
        poolVersion: 1,
        seats: [{ id: mirroredSeat.seatId, status: "pending", createdAt: given.clock.now(), email: "m@acme.example" }],
      },
    ],
    { origin: "listing", originId: "1", observedAt: given.clock.now() },
  );
  await ledger.openPool({ ...owner, ...closed, seats: 1 });
  await ledger.closePool(closed);
  await ledger.openPool({ ...owner, ...unpaid, seats: 0, status: "unpaid" });
  await ledger.openPool({ ...owner, ...full, seats: 0 });
  await ledger.registerCustomer({ organizationId, email: "second@acme.example" }, usedKey);
  const other = await ledger.registerOrganization(
    { name: "Other", slug: "other" },
    { idempotencyKey: "of the ledger" },
  );
  const stranger = await ledger.registerCustomer({ organizationId: other.id }, { idempotencyKey: "of other" });
  const member = await ledger.registerMember({ customerId: stranger.id, email: "member@other.example" });
  return {
    ...given,
    mirrored,
    mirroredSeat,
    unpaid,
    closed,
    full,
    other: { organizationId: other.id, customerId: stranger.id },
    otherMember: { memberId: member.id },
    seatsOff: () => ledger.registerOrganization({ name: "Acme", slug: "acme", seatsEnabled: false }),
    async invited(address = "guest@acme.example") {
      const { seat, invitation } = await ledger.assignSeat({ subscriptionId: given.subscriptionId, email: address });
      return { seatId: seat.id, token: invitation?.token ?? "" };
    },
  };
}

export type OnPool = (ledger: SeatLedger, pool: object, context?: CommandContext) => Promise<unknown>;

/** What every command about a pool checks before its rules; `rule` is refused by them. */
export function aboutPools(call: OnPool, rule: string, refused: (world: World) => Promise<object>): readonly Rung[] {
  return [
    ["InvalidRequest colour", "PoolNotFound", ({ ledger }) => call(ledger, { subscriptionId: nobody, colour: 1 })],
    ["PoolNotFound", "IdempotencyConflict", ({ ledger }) => call(ledger, { subscriptionId: nobody }, usedKey)],
    ["IdempotencyConflict", "PoolMirrored", ({ ledger, mirrored }) => call(ledger, mirrored, usedKey)],
    ["PoolMirrored", "VersionConflict", ({ ledger, mirrored }) => call(ledger, mirrored, wrongVersion)],
    [
      "VersionConflict",
      "InvalidRequest occurredAt",
      ({ ledger, subscriptionId }) => call(ledger, { subscriptionId }, { ...wrongVersion, ...wrongTime }),
    ],
    ["InvalidRequest occurredAt", rule, async (world) => call(world.ledger, await refused(world), wrongTime)],
    [rule, "", async (world) => call(world.ledger, await refused(world))],
  ];
}

export const seatOf = async ({ invited }: World) => ({ seatId: (await invited()).seatId });

export const eve = ({ ledger, customerId }: World) =>
  ledger.registerMember({ customerId, email: "eve@acme.example", externalId: "eve" });
