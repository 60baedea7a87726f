// Nothing of one organization is ever seen by another: what is foreign is answered like what is unknown.

import { randomUUID } from "node:crypto";
import { firstValueFrom } from "rxjs";
import type { Fact, OrganizationLedger, SeatLedgerErrorCode } from "seat-ledger";
import { expect, test } from "vitest";
import { mirrorIn, shownAt, shownSeat, source } from "./mirror.ts";
import { eventCount, eventsAfter, product, refusal, setting } from "./setting.ts";

async function neighbours() {
  const own = await setting();
  const { ledger } = own;
  const { id: otherId } = await ledger.registerOrganization({ name: "Other", slug: "other" });
  const { seat, invitation } = await ledger.assignSeat({ subscriptionId: own.subscriptionId, email: "a@acme.example" });
  const past = (await ledger.history({ seatId: seat.id })).entries.at(-1)?.position ?? 0;
  return { ...own, past, seat, token: invitation?.token ?? "", otherId, fenced: ledger.forOrganization(otherId) };
}

/** Those that have no foreign thing to name; what the inbox shows stands in tests/ledger/inbox. */
type Unnamed =
  | "registerOrganization"
  | "getSession"
  | "getPosition"
  | "isCurrent"
  | "record"
  | "inbox"
  | "organizationId";
/** Each with the code of its refusal; a new method that is not in the table does not compile. */
type Refused = readonly [code: SeatLedgerErrorCode, ...calls: Promise<unknown>[]];

test("every command and query on a foreign thing is answered as if it were not there", async () => {
  const { ledger, fenced, organizationId, customerId, subscriptionId, seat, token, clock, past } = await neighbours();
  const seatId = seat.id;
  const memberId = seat.memberId ?? "";
  const pool = { subscriptionId };
  const opening = { subscriptionId: randomUUID(), organizationId, customerId, product, seats: 1 };
  const before = await eventCount(ledger);
  const foreign: Readonly<Record<Exclude<keyof OrganizationLedger, Unnamed>, Refused>> = {
    getPool: ["PoolNotFound", fenced.getPool(pool)],
    listSeats: ["PoolNotFound", fenced.listSeats(pool)],
    seats$: ["PoolNotFound", firstValueFrom(fenced.seats$(pool))],
    pools$: [
      "OrganizationNotFound",
      firstValueFrom(fenced.pools$({ organizationId })),
      firstValueFrom(fenced.pools$({ organizationId, customerId })),
    ],
    events: ["PoolNotFound", fenced.events(pool).next()],
    events$: ["PoolNotFound", firstValueFrom(fenced.events$(pool))],
    subscribe: ["PoolNotFound", fenced.subscribe({ ...pool, name: "foreign", handler: () => undefined })],
    assignSeat: ["PoolNotFound", fenced.assignSeat({ ...pool, email: "b@acme.example" })],
    assignSeats: [
      "PoolNotFound",
      fenced.assignSeats({ ...pool, recipients: [{ email: "b@acme.example" }] }),
      fenced.assignSeats({ ...pool, recipients: [] }),
    ],
    activatePool: ["PoolNotFound", fenced.activatePool(pool)],
    resizePool: ["PoolNotFound", fenced.resizePool({ ...pool, seats: 9 })],
    closePool: ["PoolNotFound", fenced.closePool(pool)],
    reopenPool: ["PoolNotFound", fenced.reopenPool(pool)],
    getSeat: ["SeatNotFound", fenced.getSeat({ seatId })],
    history: ["SeatNotFound", fenced.history({ seatId })],
    export: ["PoolNotFound", fenced.export(pool).next()],
    holders: ["SeatNotFound", fenced.holders({ seatId })],
    asOf: ["PoolNotFound", fenced.asOf(past).getPool(pool), fenced.asOf(past).listSeats(pool)],
    usage: ["PoolNotFound", fenced.usage({ ...pool, from: clock.now(), until: clock.now() })],
    changes: ["PoolNotFound", fenced.changes({ ...pool, from: 1, until: past })],
    revokeSeat: ["SeatNotFound", fenced.revokeSeat({ seatId })],
    resendInvitation: ["SeatNotFound", fenced.resendInvitation({ seatId })],
    getClaimInfo: ["InvalidInvitationToken", fenced.getClaimInfo({ invitationToken: token })],
    getInvitedSeat: ["InvalidInvitationToken", fenced.getInvitedSeat({ invitationToken: token })],
    getOrganization: ["OrganizationNotFound", fenced.getOrganization({ organizationId })],
    getCustomer: ["CustomerNotFound", fenced.getCustomer({ customerId })],
    getMember: ["MemberNotFound", fenced.getMember({ memberId })],
    listHeldPools: [
      "CustomerNotFound",
      fenced.listHeldPools({ customerId }),
      fenced.listHeldPools({ customerId, memberId }),
    ],
    claimSeat: ["InvalidInvitationToken", fenced.claimSeat({ invitationToken: token })],
    listPools: ["OrganizationNotFound", fenced.listPools({ organizationId })],
    openPool: ["OrganizationNotFound", fenced.openPool(opening)],
    registerCustomer: ["OrganizationNotFound", fenced.registerCustomer({ organizationId, email: "b@acme.example" })],
    registerMember: ["CustomerNotFound", fenced.registerMember({ customerId, email: "b@acme.example" })],
    removeMember: ["MemberNotFound", fenced.removeMember({ memberId })],
    removeCustomer: ["CustomerNotFound", fenced.removeCustomer({ customerId })],
    forgetPerson: [
      "MemberNotFound",
      fenced.forgetPerson({ personId: memberId }),
      fenced.forgetPerson({ personId: customerId }),
    ],
  };
  const rows = Object.entries(foreign).map(([method, [code, ...calls]]) => ({
    method,
    code,
    calls: calls.map(refusal),
  }));
  for (const { method, code, calls } of rows) {
    expect(new Set(await Promise.all(calls)), method).toEqual(new Set([code]));
  }
  expect(await refusal(fenced.listPools({ customerId }))).toBe("CustomerNotFound");
  expect(await refusal(firstValueFrom(fenced.pools$({ customerId })))).toBe("CustomerNotFound");
  expect(await refusal(fenced.history({ organizationId }))).toBe("OrganizationNotFound");
  expect(await refusal(fenced.history({ customerId }))).toBe("CustomerNotFound");
  expect(await refusal(fenced.history({ memberId }))).toBe("MemberNotFound");
  expect(await refusal(fenced.history({ personId: seat.personId }))).toBe("MemberNotFound");
  expect(await refusal(fenced.history(pool))).toBe("PoolNotFound");
  expect(await refusal(fenced.asOf(past).getSeat({ seatId }))).toBe("SeatNotFound");
  expect(await refusal(fenced.forgetPerson({ organizationId, email: "a@acme.example" }))).toBe("OrganizationNotFound");
  expect(await eventCount(ledger)).toBe(before);
});

test("a session of another organization stands for nobody", async () => {
  const { ledger, fenced, organizationId, token } = await neighbours();
  const { customerSessionToken } = await ledger.claimSeat({ invitationToken: token });
  expect(await fenced.getSession({ token: customerSessionToken })).toBeNull();
  const own = await ledger.forOrganization(organizationId).getSession({ token: customerSessionToken });
  expect(own).toMatchObject({ organizationId });
});

test("facts about what is another organization's are refused, and append nothing", async () => {
  const { ledger, fenced, otherId, organizationId, customerId, ...own } = await neighbours();
  const mirror = await mirrorIn({ ledger, organizationId, customerId, ...own });
  const shown = shownSeat({ customerId }, randomUUID(), "m@acme.example");
  await mirror.show([shown]);
  const { id: payer } = await fenced.registerCustomer({ organizationId: otherId, email: "payer@other.example" });
  const owned = await mirrorIn({ ...own, ledger: fenced, organizationId: otherId, customerId: payer });
  const [theirs, ours] = [{ subscriptionId: mirror.subscriptionId }, { subscriptionId: owned.subscriptionId }];
  const opening = { type: "pool", product, seats: 1, status: "active", openedAt: shownAt } as const;
  const named = { name: "Renamed", slug: "renamed", memberModel: true, seatsEnabled: true };
  const joining = { type: "member", id: randomUUID(), role: "member", createdAt: shownAt } as const;
  const leaving = { type: "removal", at: shownAt } as const;
  const nobody = { ...shown, id: randomUUID(), customerId: null, memberId: null, member: null };
  const facts: readonly (readonly [SeatLedgerErrorCode, Fact])[] = [
    ["OrganizationNotFound", { type: "organization", id: organizationId, ...named }],
    ["OrganizationNotFound", { type: "customer", id: customerId, organizationId }],
    ["IdentityConflict", { type: "customer", id: customerId, organizationId: otherId }],
    ["OrganizationNotFound", { ...joining, organizationId, customerId }],
    ["CustomerNotFound", { ...joining, organizationId: otherId, customerId }],
    ["IdentityConflict", { ...joining, id: own.seat.memberId ?? "", organizationId: otherId, customerId: payer }],
    ["OrganizationNotFound", { ...leaving, organizationId, customerId }],
    ["IdentityConflict", { ...leaving, organizationId: otherId, customerId }],
    ["IdentityConflict", { ...leaving, organizationId: otherId, memberId: own.seat.memberId }],
    ["OrganizationNotFound", { ...opening, ...theirs, organizationId, customerId }],
    ["CustomerNotFound", { ...opening, ...ours, organizationId: otherId, customerId }],
    ["PoolExists", { ...opening, ...theirs, organizationId: otherId, customerId: payer }],
    ["PoolNotFound", { type: "listing", ...theirs, poolVersion: 2, seats: [] }],
    ["PoolNotFound", { type: "seat", ...theirs, seat: shown, shownAt }],
    ["PoolNotFound", { type: "quantity", ...theirs, seats: 9, at: shownAt }],
    ["IdentityConflict", { type: "listing", ...ours, poolVersion: 1, seats: [{ ...nobody, id: shown.id }] }],
    ["IdentityConflict", { type: "seat", ...ours, seat: { ...nobody, id: own.seat.id }, shownAt }],
    ["IdentityConflict", { type: "seat", ...ours, seat: { ...nobody, memberId: shown.memberId }, shownAt }],
    ["IdentityConflict", { type: "seat", ...ours, seat: { ...nobody, customerId }, shownAt }],
  ];
  const before = await eventCount(ledger);
  for (const [code, fact] of facts) {
    expect(await refusal(fenced.record([fact], source)), `${fact.type}: ${code}`).toBe(code);
  }
  const [, foreignPool] = facts.find(([code]) => code === "PoolExists") ?? [];
  const error = await fenced.record([foreignPool as Fact], source).catch((thrown: unknown) => thrown);
  expect(error, "not whose it is").toMatchObject({ code: "PoolExists", differing: ["kind"] });
  const taken = { ...theirs, organizationId: otherId, customerId: payer, product, seats: 1 };
  await expect(fenced.openPool(taken), "not whose it is").rejects.toMatchObject({ differing: ["kind"] });
  await expect(ledger.openPool(taken)).rejects.toMatchObject({ differing: ["organizationId"] });
  expect(await eventCount(ledger)).toBe(before);
});

test("who is forgotten in one organization is not forgotten in another that uses the same id", async () => {
  const { ledger, fenced, otherId, customerId, ...own } = await neighbours();
  const { id: payer } = await fenced.registerCustomer({ organizationId: otherId, email: "payer@other.example" });
  const mirror = await mirrorIn({ ...own, ledger: fenced, organizationId: otherId, customerId: payer });
  const memberId = randomUUID();
  const shown = { ...shownSeat({ customerId: payer }, memberId, "x@other.example"), member: null };
  await mirror.show([shown]);
  await ledger.registerMember({ id: memberId, customerId, email: "x@acme.example" });
  const { seat } = await ledger.assignSeat({ subscriptionId: own.subscriptionId, memberId });

  await fenced.forgetPerson({ organizationId: otherId, email: "x@other.example" });

  expect(await ledger.getSeat({ seatId: shown.id })).toMatchObject({
    status: "claimed",
    email: null,
    seatMetadata: {},
  });
  expect(await ledger.getSeat({ seatId: seat.id })).toEqual(seat);
  expect(await ledger.registerMember({ customerId, email: "x@acme.example" })).toMatchObject({ id: memberId });
});

test("the log of a fenced ledger holds its own organization's events, by whatever it is asked for", async () => {
  const { ledger, fenced, otherId, organizationId } = await neighbours();
  const filters = [{}, { types: ["OrganizationRegistered" as const] }, { actor: { type: "system" as const } }];
  for (const filter of filters) {
    const { entries } = await fenced.history(filter);
    expect(new Set(entries.map(({ event }) => event.organizationId))).toEqual(new Set([otherId]));
    const all = (await ledger.history(filter)).entries;
    expect(new Set(all.map(({ event }) => event.organizationId))).toEqual(new Set([organizationId, otherId]));
  }
  expect((await fenced.history({ email: "a@acme.example" })).entries).toEqual([]);
  expect((await ledger.history({ email: "a@acme.example" })).entries).not.toEqual([]);
});

test("behind a fence the inbox holds the organization's own, and takes nothing else", async () => {
  const { ledger, fenced, otherId, organizationId } = await neighbours();
  const common = { origin: "webhook", type: "x", subject: "seats/1", apiVersion: null, sourceAt: shownAt } as const;
  const came = { ...common, observedAt: shownAt, body: "{}", people: [] };
  const [theirs, ours, nobodys] = [
    { ...came, originId: "theirs", organizationId },
    { ...came, originId: "ours", organizationId: otherId },
    { ...came, originId: "nobody's", organizationId: null },
  ];
  await ledger.inbox.keep([theirs, nobodys]);
  await fenced.inbox.keep([ours]);
  const settled = (originId: string) => ({ originId, state: "applied" as const });

  for (const foreign of [theirs, nobodys]) {
    expect(await refusal(fenced.inbox.keep([ours, foreign]))).toBe("OrganizationNotFound");
    const taken = fenced.inbox.keep([ours, { ...foreign, organizationId: otherId }]);
    await expect(taken).rejects.toMatchObject({ code: "InvalidRequest", issues: [{ path: "1.originId" }] });
    const settling = fenced.inbox.settle([settled("ours"), settled(foreign.originId)]);
    await expect(settling).rejects.toMatchObject({ code: "InvalidRequest", issues: [{ path: "1.originId" }] });
    expect(await fenced.inbox.get(foreign.originId)).toBeNull();
  }
  expect(await refusal(fenced.inbox.list({ organizationId }))).toBe("OrganizationNotFound");
  await ledger.inbox.settle([theirs, nobodys].map(({ originId }) => settled(originId)));
  expect(await fenced.inbox.newest("seats/1")).toBeNull();
  const { observations } = await fenced.inbox.list();
  expect(observations).toMatchObject([{ originId: "ours", state: "waiting" }]);
  expect((await fenced.inbox.list({ organizationId: otherId })).observations).toEqual(observations);
  expect((await ledger.inbox.list()).observations.map(({ originId }) => originId)).toEqual([
    "theirs",
    "nobody's",
    "ours",
  ]);
  await fenced.inbox.settle([settled("ours")]);
  expect(await fenced.inbox.newest("seats/1")).toMatchObject({ originId: "ours" });
});

test("each fence has notes of its own, and so has the whole ledger", async () => {
  const { ledger, fenced, organizationId } = await neighbours();
  const own = ledger.forOrganization(organizationId);
  await ledger.inbox.putNote("pass", "whole");
  await fenced.inbox.putNote("pass", "other");
  expect(await own.inbox.note("pass")).toBeNull();
  expect(await own.inbox.notes("")).toEqual([]);
  await own.inbox.putNote("pass", null);
  expect(await fenced.inbox.notes("")).toEqual([{ key: "pass", value: "other" }]);
  expect(await own.inbox.replaceNote("pass", { expected: "other", value: "own" })).toBe(false);
  expect(await ledger.inbox.note("pass")).toBe("whole");
});

test("a pool cannot be billed to another organization's customer", async () => {
  const { ledger, otherId, customerId } = await neighbours();
  const call = ledger.openPool({
    subscriptionId: randomUUID(),
    organizationId: otherId,
    customerId,
    product,
    seats: 1,
  });
  expect(await refusal(call)).toBe("CustomerNotFound");
});

test("a fenced stream shows only its own organization's events, by either name", async () => {
  const { ledger, fenced, otherId, subscriptionId } = await neighbours();
  const first = await firstValueFrom(fenced.events$());
  expect(first).toMatchObject({ type: "OrganizationRegistered", organizationId: otherId });
  await fenced.registerCustomer({ organizationId: otherId, email: "payer@other.example" });
  await ledger.resizePool({ subscriptionId, seats: 9 });
  const told = (await eventsAfter(fenced, 0)).map(({ type, organizationId }) => [type, organizationId]);
  expect(told).toEqual([
    ["OrganizationRegistered", otherId],
    ["CustomerRegistered", otherId],
    ["MemberRegistered", otherId],
  ]);
});

test("a cursor of one list opens no other", async () => {
  const { ledger, organizationId, customerId, subscriptionId } = await setting();
  await ledger.openPool({ subscriptionId: randomUUID(), organizationId, customerId, product, seats: 1 });
  const { next, pools } = await ledger.listPools({ organizationId, limit: 1 });
  expect(pools.map((pool) => pool.subscriptionId)).toEqual([subscriptionId]);
  expect(await refusal(ledger.listPools({ customerId, cursor: next ?? "" }))).toBe("InvalidRequest");
  expect((await ledger.listPools({ organizationId, cursor: next ?? "" })).pools).toHaveLength(1);
});

test("behind a fence not even the slug or the key of another organization shows", async () => {
  const { ledger, fenced } = await neighbours();
  const named = { name: "Acme", slug: "acme" };
  await ledger.registerOrganization(named, { idempotencyKey: "k" });
  expect(await refusal(fenced.registerOrganization(named))).toBe("OrganizationNotFound");
  expect(await refusal(fenced.registerOrganization(named, { idempotencyKey: "k" }))).toBe("OrganizationNotFound");
  const renamed = await fenced.registerOrganization({ name: "Renamed", slug: "other" }, { idempotencyKey: "k" });
  expect(renamed.name).toBe("Renamed");
});

test("a ledger tells to which organization it is fenced", async () => {
  const { ledger, fenced } = await neighbours();
  expect(ledger.organizationId).toBeNull();
  expect(fenced.organizationId).toBe(
    (await fenced.getOrganization({ organizationId: fenced.organizationId ?? "" })).id,
  );
});
