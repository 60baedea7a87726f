// Members and removals as a source shows them, and what was written through: the seats of Polar's pools are never touched.

import { randomUUID } from "node:crypto";
import type { Fact, OrganizationLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { mirrorIn, shownAt, shownSeat, source } from "./mirror.ts";
import { eventCount, eventsAfter, refusal, type Setting, setting } from "./setting.ts";

type MemberFact = Extract<Fact, { type: "member" }>;

const joined = new Date("2026-01-15T00:00:00.000Z");
const left = new Date("2026-01-20T00:00:00.000Z");

function memberFact({ organizationId, customerId }: Setting, shown: Partial<MemberFact> = {}): MemberFact {
  return {
    ...{ type: "member", id: randomUUID(), organizationId, customerId },
    ...{ email: "ada@acme.example", name: "Ada", externalId: "crm-1", role: "member", createdAt: joined },
    ...shown,
  };
}

const removal = ({ organizationId }: Setting, who: { memberId: string } | { customerId: string }): Fact => ({
  ...{ type: "removal", organizationId, at: left },
  ...who,
});

async function typesSince(ledger: Pick<OrganizationLedger, "export">, after: number) {
  return (await eventsAfter(ledger, after)).map(({ type, cause, occurredAt }) => [type, cause, occurredAt]);
}

test("a member that is shown is registered when it came, and shown again appends nothing", async () => {
  const own = await setting();
  const { ledger, customerId } = own;
  const before = await eventCount(ledger);
  const fact = memberFact(own);
  expect(await ledger.record([fact, fact], source)).toMatchObject({ appended: 1, inferred: 0 });
  expect(await typesSince(ledger, before)).toEqual([["MemberRegistered", null, joined]]);
  expect(await ledger.registerMember({ customerId, email: "ada@acme.example" })).toMatchObject({
    ...{ id: fact.id, name: "Ada", externalId: "crm-1", role: "member" },
  });
});

test("a member that is shown changed is changed, and its e-mail follows into the ledger's pools alone", async () => {
  const own = await setting();
  const { ledger, subscriptionId } = own;
  const fact = memberFact(own);
  await ledger.record([fact], source);
  const { seat } = await ledger.assignSeat({ subscriptionId, memberId: fact.id });
  const mirrored = shownSeat(own, fact.id, "ada@acme.example");
  await (await mirrorIn(own)).show([{ ...mirrored, member: null }]);
  const before = await eventCount(ledger);
  const renamed = { ...fact, email: "countess@acme.example", role: "owner" as const };
  expect(await ledger.record([renamed], source)).toMatchObject({ appended: 2 });
  expect((await typesSince(ledger, before)).map(([type]) => type)).toEqual(["MemberChanged", "HolderChanged"]);
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ email: "countess@acme.example" });
  expect(await ledger.getSeat({ seatId: mirrored.id })).toMatchObject({
    email: "ada@acme.example",
    member: { email: "countess@acme.example", role: "owner" },
  });
});

test.each(["removed", "removed with its customer", "forgotten"])(
  "a member that was %s is not brought back by being shown",
  async (how) => {
    const own = await setting();
    const { ledger, customerId } = own;
    const fact = memberFact(own);
    await ledger.record([fact], source);
    if (how === "removed") await ledger.removeMember({ memberId: fact.id });
    else if (how === "forgotten") await ledger.forgetPerson({ personId: fact.id });
    else await ledger.removeCustomer({ customerId });
    const others = how === "removed with its customer" ? [memberFact(own, { email: "eve@acme.example" })] : [];
    expect(await ledger.record([fact, { ...fact, name: "Other" }, ...others], source)).toMatchObject({ appended: 0 });
  },
);

test("a member whom only a seat named, and who was forgotten, is not registered by being shown", async () => {
  const own = await setting();
  const { ledger } = own;
  const id = randomUUID();
  await (await mirrorIn(own)).show([{ ...shownSeat(own, id, "ada@acme.example"), member: null }]);
  await ledger.forgetPerson({ personId: id });
  expect(await ledger.record([memberFact(own, { id })], source)).toMatchObject({ appended: 0 });
});

test("a member that a source removed leaves: its seats end in the ledger's pools, and stay in Polar's", async () => {
  const own = await setting();
  const { ledger, subscriptionId, customerId } = own;
  const fact = memberFact(own);
  await ledger.record([fact], source);
  const { seat } = await ledger.assignSeat({ subscriptionId, memberId: fact.id });
  const mirrored = shownSeat(own, fact.id, "ada@acme.example");
  await (await mirrorIn(own)).show([{ ...mirrored, member: null }]);
  const before = await eventCount(ledger);
  expect(await ledger.record([removal(own, { memberId: fact.id })], source)).toMatchObject({ appended: 2 });
  expect((await typesSince(ledger, before)).map(([type, cause]) => [type, cause])).toEqual([
    ["SeatRevoked", "person-removed"],
    ["MemberRemoved", null],
  ]);
  expect((await eventsAfter(ledger, before)).at(-1)).toMatchObject({ occurredAt: left, origin: "listing" });
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({ status: "revoked" });
  expect(await ledger.getSeat({ seatId: mirrored.id })).toMatchObject({ status: "claimed", memberId: fact.id });
  expect(await ledger.record([removal(own, { memberId: fact.id })], source)).toMatchObject({ appended: 0 });
  expect(await ledger.registerMember({ customerId, email: "ada@acme.example" })).not.toMatchObject({ id: fact.id });
});

test("a customer that a source removed leaves with its members", async () => {
  const own = await setting();
  const { ledger, customerId } = own;
  await ledger.record([memberFact(own)], source);
  const before = await eventCount(ledger);
  expect(await ledger.record([removal(own, { customerId })], source)).toMatchObject({ appended: 3 });
  expect(await typesSince(ledger, before)).toEqual([
    ["MemberRemoved", "person-removed", left],
    ["MemberRemoved", "person-removed", left],
    ["CustomerRemoved", null, left],
  ]);
  expect(await ledger.record([removal(own, { customerId })], source)).toMatchObject({ appended: 0 });
});

test("the removal of somebody whom nobody knows appends nothing", async () => {
  const own = await setting();
  const facts = [removal(own, { memberId: randomUUID() }), removal(own, { customerId: randomUUID() })];
  expect(await own.ledger.record(facts, source)).toMatchObject({ appended: 0 });
});

test("a removal that a source dates in the future happens now", async () => {
  const own = await setting();
  const { ledger, clock, subscriptionId } = own;
  const fact = memberFact(own);
  await ledger.record([fact], source);
  await ledger.assignSeat({ subscriptionId, memberId: fact.id });
  const before = await eventCount(ledger);
  const at = new Date(clock.now().getTime() + 60_000);
  await ledger.record([{ type: "removal", organizationId: own.organizationId, memberId: fact.id, at }], source);
  expect((await typesSince(ledger, before)).map(([, , occurredAt]) => occurredAt)).toEqual([clock.now(), clock.now()]);
});

test("what was written through says who asked, beside each event; else it was Polar", async () => {
  const own = await setting();
  const { ledger } = own;
  const through = { origin: "write-through", originId: "intent-1", observedAt: shownAt } as const;
  const request = { reason: "joined the team", ip: "203.0.113.7", userAgent: "Portal/1.0" };
  const before = await eventCount(ledger);
  await ledger.record([memberFact(own)], { ...through, actor: { type: "user", id: "u-1" }, ...request });
  await ledger.record([memberFact(own, { email: "bob@acme.example" })], through);
  const events = await eventsAfter(ledger, before);
  expect(events.map(({ actor, origin, originId }) => [actor, origin, originId])).toEqual([
    [{ type: "user", id: "u-1" }, "write-through", "intent-1"],
    [{ type: "polar", id: null }, "write-through", "intent-1"],
  ]);
  const { entries } = await ledger.history({ actor: { type: "user", id: "u-1" } });
  expect(entries.map((entry) => entry.request)).toEqual([request]);
  expect(await ledger.verify()).toMatchObject({ ok: true });
});

test.each(["webhook", "delivery-log", "listing", "polar-events"] as const)(
  "%s takes nobody who asked",
  async (origin) => {
    const { ledger } = await setting();
    const context = { origin, originId: "1", observedAt: shownAt, reason: "because" };
    expect(await refusal(ledger.record([], context))).toBe("InvalidRequest");
  },
);
