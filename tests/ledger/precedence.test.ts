// Every refusal of every operation, in the order of precedence: a request that is wrong in two neighbouring ways gets the
// earlier refusal. Each ladder begins with the arguments; a row is wrong in both ways that it names.

import { randomUUID } from "node:crypto";
import { type CommandContext, isSeatLedgerError, type SeatLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { product, type Setting, setting } from "./setting.ts";

/** A ledger in which every mistake can be made. */
interface World extends Setting {
  /** A pool that Polar decides about, and a seat in it. */
  readonly mirrored: { readonly subscriptionId: string };
  readonly mirroredSeat: { readonly seatId: string };
  readonly unpaid: { readonly orderId: string };
  readonly closed: { readonly subscriptionId: string };
  /** A pool without a seat. */
  readonly full: { readonly orderId: string };
  /** Another organization, and its customer. */
  readonly other: { readonly organizationId: string; readonly customerId: string };
  seatsOff(): Promise<unknown>;
  /** A pending seat and its token. */
  invited(email?: string): Promise<{ readonly seatId: string; readonly token: string }>;
}

type Story = (world: World) => Promise<unknown>;
/** The earlier refusal, the later one, and a request that deserves both. InvalidRequest says which argument. */
type Rung = readonly [earlier: string, later: string, story: Story];

const nobody = "00000000-0000-4000-8000-000000000000";
const email = "jane@acme.example";
const future = new Date("2030-01-01T00:00:00.000Z");

const usedKey: CommandContext = { idempotencyKey: "used" };
const wrongVersion: CommandContext = { expectedVersion: 99 };
const wrongTime: CommandContext = { occurredAt: future };

type OnPool = (ledger: SeatLedger, pool: object, context?: CommandContext) => Promise<unknown>;

/** What every command about a pool checks before its rules; `rule` is refused by them. */
function aboutPools(call: OnPool, rule: string, refused: (world: World) => Promise<object>): readonly Rung[] {
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

type OnSeat = (ledger: SeatLedger, seat: { readonly seatId: string }, context?: CommandContext) => Promise<unknown>;

function aboutSeats(call: OnSeat): readonly Rung[] {
  return [
    ["InvalidRequest seatId", "SeatNotFound", ({ ledger }) => call(ledger, { seatId: "x" })],
    ["SeatNotFound", "IdempotencyConflict", ({ ledger }) => call(ledger, { seatId: nobody }, usedKey)],
    ["IdempotencyConflict", "PoolMirrored", ({ ledger, mirroredSeat }) => call(ledger, mirroredSeat, usedKey)],
    ["PoolMirrored", "VersionConflict", ({ ledger, mirroredSeat }) => call(ledger, mirroredSeat, wrongVersion)],
    [
      "VersionConflict",
      "InvalidRequest occurredAt",
      async (world) => call(world.ledger, await seatOf(world), { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "SeatsNotEnabled",
      async (world) => {
        const seat = await seatOf(world);
        await world.seatsOff();
        return call(world.ledger, seat, wrongTime);
      },
    ],
  ];
}

const seatOf = async ({ invited }: World) => ({ seatId: (await invited()).seatId });

/** A seat that is revoked, in an organization whose seats are switched off. */
const offAndRevoked = async (world: World) => {
  const seat = await seatOf(world);
  await world.ledger.revokeSeat(seat);
  await world.seatsOff();
  return seat;
};

const assign: OnPool = (ledger, pool, context) => ledger.assignSeat({ email, ...pool }, context);
const eve = ({ ledger, customerId }: World) =>
  ledger.registerMember({ customerId, email: "eve@acme.example", externalId: "eve" });

const ladders: Readonly<Record<string, readonly Rung[]>> = {
  assignSeat: [
    ...aboutPools(assign, "SeatsNotEnabled", async ({ unpaid, seatsOff }) => {
      await seatsOff();
      return unpaid;
    }).slice(0, -1),
    [
      "SeatsNotEnabled",
      "PoolNotActive",
      async ({ ledger, unpaid, seatsOff }) => {
        await seatsOff();
        return assign(ledger, unpaid);
      },
    ],
    [
      "PoolNotActive",
      "SeatNotAvailable",
      async ({ ledger, full }) => {
        await ledger.closePool(full);
        return assign(ledger, full);
      },
    ],
    [
      "SeatNotAvailable",
      "InvalidSeatAssignmentRequest",
      ({ ledger, full }) => ledger.assignSeat({ ...full, customerId: nobody }),
    ],
    [
      "InvalidSeatAssignmentRequest",
      "",
      ({ ledger, subscriptionId }) => ledger.assignSeat({ subscriptionId, externalCustomerId: "nobody" }),
    ],
  ],
  "assignSeat, without the member model": [
    [
      "SeatNotAvailable",
      "CustomerNotFound",
      async ({ ledger, full }) => {
        await ledger.registerOrganization({ name: "Acme", slug: "acme", memberModel: false });
        return ledger.assignSeat({ ...full, customerId: nobody });
      },
    ],
    [
      "CustomerNotFound",
      "",
      async ({ ledger, subscriptionId }) => {
        await ledger.registerOrganization({ name: "Acme", slug: "acme", memberModel: false });
        return ledger.assignSeat({ subscriptionId, customerId: nobody });
      },
    ],
  ],
  "assignSeat, to a member": [
    ["SeatNotAvailable", "MemberNotFound", ({ ledger, full }) => ledger.assignSeat({ ...full, memberId: nobody })],
    [
      "MemberNotFound",
      "",
      ({ ledger, subscriptionId }) => ledger.assignSeat({ subscriptionId, externalMemberId: "x" }),
    ],
  ],
  "assignSeat, to a member with an e-mail": [
    [
      "SeatNotAvailable",
      "MemberEmailMismatch",
      async (world) => {
        await eve(world);
        return world.ledger.assignSeat({ ...world.full, externalMemberId: "eve", email });
      },
    ],
    [
      "MemberEmailMismatch",
      "SeatAlreadyAssigned",
      async (world) => {
        await eve(world);
        await world.invited(email);
        await world.invited("eve@acme.example");
        return world.ledger.assignSeat({ subscriptionId: world.subscriptionId, externalMemberId: "eve", email });
      },
    ],
    [
      "SeatAlreadyAssigned",
      "",
      async ({ ledger, subscriptionId, invited }) => {
        await invited(email);
        return ledger.assignSeat({ subscriptionId, email });
      },
    ],
  ],
  claimSeat: [
    [
      "InvalidRequest colour",
      "InvalidInvitationToken",
      ({ ledger }) => ledger.claimSeat({ invitationToken: "x", colour: 1 } as { invitationToken: string }),
    ],
    [
      "InvalidInvitationToken",
      "IdempotencyConflict",
      ({ ledger }) => ledger.claimSeat({ invitationToken: "x" }, usedKey),
    ],
    [
      "IdempotencyConflict",
      "VersionConflict",
      async ({ ledger, invited }) =>
        ledger.claimSeat({ invitationToken: (await invited()).token }, { ...usedKey, ...wrongVersion }),
    ],
    [
      "VersionConflict",
      "InvalidRequest occurredAt",
      async ({ ledger, invited }) =>
        ledger.claimSeat({ invitationToken: (await invited()).token }, { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "InvalidInvitationToken",
      async ({ ledger, invited }) => {
        const { seatId, token } = await invited();
        await ledger.revokeSeat({ seatId });
        return ledger.claimSeat({ invitationToken: token }, wrongTime);
      },
    ],
    [
      "InvalidInvitationToken",
      "SeatsNotEnabled",
      async ({ ledger, invited, seatsOff }) => {
        const { seatId, token } = await invited();
        await ledger.revokeSeat({ seatId });
        await seatsOff();
        return ledger.claimSeat({ invitationToken: token });
      },
    ],
    [
      "SeatsNotEnabled",
      "",
      async ({ ledger, invited, seatsOff }) => {
        const { token } = await invited();
        await seatsOff();
        return ledger.claimSeat({ invitationToken: token });
      },
    ],
  ],
  revokeSeat: [
    ...aboutSeats((ledger, seat, context) => ledger.revokeSeat(seat, context)),
    ["SeatsNotEnabled", "", async (world) => world.ledger.revokeSeat(await offAndRevoked(world))],
  ],
  resendInvitation: [
    ...aboutSeats((ledger, seat, context) => ledger.resendInvitation(seat, context)),
    ["SeatsNotEnabled", "SeatNotPending", async (world) => world.ledger.resendInvitation(await offAndRevoked(world))],
    [
      "SeatNotPending",
      "",
      async (world) => {
        const seat = await seatOf(world);
        await world.ledger.revokeSeat(seat);
        return world.ledger.resendInvitation(seat);
      },
    ],
  ],
  resizePool: aboutPools(
    (ledger, pool, context) => ledger.resizePool({ seats: 0, ...pool }, context),
    "SeatsAlreadyAssigned",
    async ({ subscriptionId, invited }) => {
      await invited();
      return { subscriptionId };
    },
  ),
  activatePool: aboutPools(
    (ledger, pool, context) => ledger.activatePool(pool, context),
    "PoolNotActive",
    async ({ closed }) => closed,
  ),
  closePool: aboutPools(
    (ledger, pool, context) => ledger.closePool(pool, context),
    "PoolNotActive",
    async ({ unpaid }) => unpaid,
  ),
  reopenPool: aboutPools(
    (ledger, pool, context) => ledger.reopenPool(pool, context),
    "PoolNotActive",
    async ({ unpaid }) => unpaid,
  ),
  openPool: [
    [
      "InvalidRequest seats",
      "OrganizationNotFound",
      (world) => world.ledger.openPool({ ...opening(world), organizationId: nobody, seats: -1 }),
    ],
    [
      "OrganizationNotFound",
      "CustomerNotFound",
      (world) => world.ledger.openPool({ ...opening(world), organizationId: nobody, customerId: nobody }),
    ],
    [
      "CustomerNotFound",
      "IdempotencyConflict",
      (world) => world.ledger.openPool({ ...opening(world), customerId: nobody }, usedKey),
    ],
    [
      "IdempotencyConflict",
      "PoolExists",
      (world) => world.ledger.openPool({ ...opening(world), ...world.other }, { idempotencyKey: "of other" }),
    ],
    [
      "PoolExists",
      "VersionConflict",
      (world) => world.ledger.openPool({ ...opening(world), ...world.other }, wrongVersion),
    ],
    [
      "VersionConflict",
      "InvalidRequest occurredAt",
      (world) => world.ledger.openPool(opening(world), { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "PoolExists",
      (world) => world.ledger.openPool({ ...opening(world), seats: 9 }, wrongTime),
    ],
    ["PoolExists", "", (world) => world.ledger.openPool({ ...opening(world), seats: 9 })],
  ],
  "openPool, a new one": [
    [
      "InvalidRequest expectedVersion",
      "InvalidRequest occurredAt",
      (world) =>
        world.ledger.openPool({ ...opening(world), subscriptionId: nobody }, { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "",
      (world) => world.ledger.openPool({ ...opening(world), subscriptionId: nobody }, wrongTime),
    ],
  ],
  registerOrganization: [
    [
      "InvalidRequest name",
      "IdempotencyConflict",
      ({ ledger }) => ledger.registerOrganization({ name: "", slug: "acme" }, { idempotencyKey: "of the ledger" }),
    ],
    [
      "IdempotencyConflict",
      "IdentityConflict",
      ({ ledger }) =>
        ledger.registerOrganization({ id: nobody, name: "Acme", slug: "acme" }, { idempotencyKey: "of the ledger" }),
    ],
    [
      "IdentityConflict",
      "InvalidRequest expectedVersion",
      ({ ledger }) => ledger.registerOrganization({ id: nobody, name: "Acme", slug: "acme" }, wrongVersion),
    ],
    [
      "InvalidRequest expectedVersion",
      "InvalidRequest occurredAt",
      ({ ledger }) => ledger.registerOrganization({ name: "Acme", slug: "acme" }, { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "",
      ({ ledger }) => ledger.registerOrganization({ name: "Acme", slug: "acme" }, wrongTime),
    ],
  ],
  "registerOrganization, behind a fence": [
    [
      "OrganizationNotFound",
      "IdentityConflict",
      ({ ledger, organizationId }) =>
        ledger.forOrganization(organizationId).registerOrganization({ id: nobody, name: "Other", slug: "other" }),
    ],
  ],
  registerCustomer: [
    [
      "InvalidRequest email",
      "OrganizationNotFound",
      ({ ledger }) => ledger.registerCustomer({ organizationId: nobody, email: "x" }),
    ],
    [
      "OrganizationNotFound",
      "IdempotencyConflict",
      ({ ledger }) => ledger.registerCustomer({ organizationId: nobody }, usedKey),
    ],
    [
      "IdempotencyConflict",
      "IdentityConflict",
      ({ ledger, ...world }) => ledger.registerCustomer(twoCustomers(world), usedKey),
    ],
    [
      "IdentityConflict",
      "InvalidRequest expectedVersion",
      ({ ledger, ...world }) => ledger.registerCustomer(twoCustomers(world), wrongVersion),
    ],
    [
      "InvalidRequest expectedVersion",
      "InvalidRequest occurredAt",
      ({ ledger, organizationId }) => ledger.registerCustomer({ organizationId }, { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "",
      ({ ledger, organizationId }) => ledger.registerCustomer({ organizationId }, wrongTime),
    ],
  ],
  registerMember: [
    [
      "InvalidRequest email",
      "CustomerNotFound",
      ({ ledger }) => ledger.registerMember({ customerId: nobody, email: "x" }),
    ],
    [
      "CustomerNotFound",
      "IdempotencyConflict",
      ({ ledger }) => ledger.registerMember({ customerId: nobody, email }, usedKey),
    ],
    [
      "IdempotencyConflict",
      "IdentityConflict",
      async (world) => world.ledger.registerMember(await twoMembers(world), usedKey),
    ],
    [
      "IdentityConflict",
      "InvalidRequest expectedVersion",
      async (world) => world.ledger.registerMember(await twoMembers(world), wrongVersion),
    ],
    [
      "InvalidRequest expectedVersion",
      "InvalidRequest occurredAt",
      ({ ledger, customerId }) => ledger.registerMember({ customerId, email }, { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "",
      ({ ledger, customerId }) => ledger.registerMember({ customerId, email }, wrongTime),
    ],
  ],
  listSeats: [
    ["InvalidRequest subscriptionId", "PoolNotFound", ({ ledger }) => ledger.listSeats({ subscriptionId: "x" })],
    [
      "PoolNotFound",
      "SeatsNotEnabled",
      async ({ ledger, seatsOff }) => {
        await seatsOff();
        return ledger.listSeats({ subscriptionId: nobody });
      },
    ],
    [
      "SeatsNotEnabled",
      "",
      async ({ ledger, subscriptionId, seatsOff }) => {
        await seatsOff();
        return ledger.listSeats({ subscriptionId });
      },
    ],
  ],
  getPool: [
    ["InvalidRequest subscriptionId", "PoolNotFound", ({ ledger }) => ledger.getPool({ subscriptionId: "x" })],
    ["PoolNotFound", "", ({ ledger }) => ledger.getPool({ subscriptionId: nobody })],
  ],
  getSeat: [
    ["InvalidRequest seatId", "SeatNotFound", ({ ledger }) => ledger.getSeat({ seatId: "x" })],
    ["SeatNotFound", "", ({ ledger }) => ledger.getSeat({ seatId: nobody })],
  ],
  getClaimInfo: [
    [
      "InvalidRequest colour",
      "InvalidInvitationToken",
      ({ ledger }) => ledger.getClaimInfo({ invitationToken: "x", colour: 1 } as { invitationToken: string }),
    ],
    [
      "InvalidInvitationToken",
      "SeatsNotEnabled",
      async ({ ledger, invited, seatsOff }) => {
        const { seatId, token } = await invited();
        await ledger.revokeSeat({ seatId });
        await seatsOff();
        return ledger.getClaimInfo({ invitationToken: token });
      },
    ],
    [
      "SeatsNotEnabled",
      "",
      async ({ ledger, invited, seatsOff }) => {
        const { token } = await invited();
        await seatsOff();
        return ledger.getClaimInfo({ invitationToken: token });
      },
    ],
  ],
  listPools: [
    ["InvalidRequest limit", "InvalidRequest cursor", ({ ledger }) => ledger.listPools({ limit: 0, cursor: "x" })],
    [
      "InvalidRequest cursor",
      "OrganizationNotFound",
      ({ ledger }) => ledger.listPools({ cursor: "x", organizationId: nobody }),
    ],
    [
      "OrganizationNotFound",
      "CustomerNotFound",
      ({ ledger }) => ledger.listPools({ organizationId: nobody, customerId: nobody }),
    ],
    [
      "CustomerNotFound",
      "",
      ({ ledger, other, organizationId }) => ledger.listPools({ organizationId, customerId: other.customerId }),
    ],
  ],
  history: [
    ["InvalidRequest limit", "SeatNotFound", ({ ledger }) => ledger.history({ seatId: nobody, limit: 0 })],
    ["SeatNotFound", "InvalidRequest cursor", ({ ledger }) => ledger.history({ seatId: nobody, cursor: "x" })],
    ["InvalidRequest cursor", "", async (world) => world.ledger.history({ ...(await seatOf(world)), cursor: "x" })],
  ],
};

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
        seats: [{ id: mirroredSeat.seatId, status: "pending", createdAt: given.clock.now, email: "m@acme.example" }],
      },
    ],
    { origin: "listing", originId: "1", observedAt: given.clock.now },
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
  return {
    ...given,
    mirrored,
    mirroredSeat,
    unpaid,
    closed,
    full,
    other: { organizationId: other.id, customerId: stranger.id },
    seatsOff: () => ledger.registerOrganization({ name: "Acme", slug: "acme", seatsEnabled: false }),
    async invited(address = "guest@acme.example") {
      const { seat, invitation } = await ledger.assignSeat({ subscriptionId: given.subscriptionId, email: address });
      return { seatId: seat.id, token: invitation?.token ?? "" };
    },
  };
}

/** The facts with which the pool of the setting was opened. */
function opening({ subscriptionId, organizationId, customerId }: World) {
  return { subscriptionId, organizationId, customerId, product, seats: 3 };
}

/** The external id of the buyer with the e-mail of another customer. */
function twoCustomers({ organizationId }: Pick<World, "organizationId">) {
  return { organizationId, externalId: "buyer-1", email: "second@acme.example" };
}

async function twoMembers(world: World) {
  await eve(world);
  return { customerId: world.customerId, externalId: "eve", email: "buyer@acme.example" };
}
