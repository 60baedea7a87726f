// Why something was asked for, from where and with what: history tells it of each event of the request, beside the event and
// never in it, so that it can be erased. What was written through to Polar has it too: record-people.

import { expect, test } from "vitest";
import { ann, claimed, mirror } from "./past.ts";
import { type Setting, setting } from "./setting.ts";

const reason = "left the team";
const ip = "203.0.113.7";
const userAgent = "Admin/1.0";
const said = { reason, ip, userAgent };

type Filter = Parameters<Setting["ledger"]["history"]>[0];

/** The request of each entry, with the type of its event. */
async function requests({ ledger, subscriptionId }: Pick<Setting, "ledger" | "subscriptionId">, filter: Filter = {}) {
  const { entries } = await ledger.history({ subscriptionId, ...filter });
  return entries.map(({ event, request }) => [event.type, request]);
}

test("history and export tell why, from where and with what, of each event that the command led to", async () => {
  const own = await setting();
  const { ledger, subscriptionId } = own;
  await ledger.assignSeat({ subscriptionId, email: "ada@acme.example" }, { reason: "joined the team" });
  await ledger.closePool({ subscriptionId }, said);
  const told = [
    ["PoolOpened", null],
    ["SeatAssigned", { reason: "joined the team", ip: null, userAgent: null }],
    ["PoolClosed", said],
    ["SeatRevoked", said],
  ];
  expect(await requests(own)).toEqual(told);
  const exported: unknown[] = [];
  for await (const { event, request } of ledger.export({ subscriptionId })) exported.push([event.type, request]);
  expect(exported).toEqual(told);
});

test.each([
  ["a reason", { reason }, { reason, ip: null, userAgent: null }],
  ["an IP address", { ip }, { reason: null, ip, userAgent: null }],
  ["a user agent", { userAgent }, { reason: null, ip: null, userAgent }],
  ["nothing", { actor: { type: "user", id: "u-1" } }, null],
] as const)("of a request that told %s alone, nothing else is told", async (_what, context, request) => {
  const own = await setting();
  await own.ledger.resizePool({ subscriptionId: own.subscriptionId, seats: 5 }, context);
  expect((await requests(own)).at(-1)).toEqual(["PoolResized", request]);
});

test("a repeated request changes nothing of what the first one said", async () => {
  const own = await setting();
  const resize = (context: object) =>
    own.ledger.resizePool({ subscriptionId: own.subscriptionId, seats: 5 }, { idempotencyKey: "k", ...context });
  await resize(said);
  await resize({ reason: "tried again", ip: "198.51.100.1" });
  await resize({});
  expect((await requests(own)).slice(1)).toEqual([["PoolResized", said]]);
});

test("what a source showed was asked for by nobody here", async () => {
  const { show, entries } = await mirror();
  await show(claimed(ann, 1, 2), 3);
  const told = await entries();
  expect(told.length).toBeGreaterThan(0);
  for (const { request } of told) expect(request).toBeNull();
});

test("no event has it, neither in a stream nor inside an entry", async () => {
  const own = await setting();
  const { ledger, subscriptionId } = own;
  await ledger.assignSeat({ subscriptionId, email: "ada@acme.example" }, said);
  const end = await ledger.getPosition();
  const events: unknown[] = (await ledger.history()).entries.map(({ event }) => event);
  for await (const event of ledger.events()) {
    events.push(event);
    if (event.position === end) break;
  }
  expect(events).toHaveLength(2 * end);
  for (const told of ["ada@acme.example", ...Object.values(said)]) expect(JSON.stringify(events)).not.toContain(told);
});

test("whoever is forgotten takes along what was said of its events, and nothing of others'", async () => {
  const own = await setting();
  const { ledger, subscriptionId } = own;
  const { seat } = await ledger.assignSeat({ subscriptionId, email: "ada@acme.example" }, said);
  await ledger.assignSeat({ subscriptionId, email: "bob@acme.example" }, said);
  await ledger.resizePool({ subscriptionId, seats: 5 }, said);
  await ledger.forgetPerson({ personId: seat.personId ?? "" }, said);
  expect(await requests(own)).toEqual([
    ["PoolOpened", null],
    ["SeatAssigned", null],
    ["SeatAssigned", said],
    ["PoolResized", said],
    ["SeatRevoked", null],
  ]);
  const { entries } = await ledger.history({ types: ["PersonForgotten", "MemberRemoved"] });
  expect(entries.map(({ request }) => request)).toEqual([null, null]);
  expect(await ledger.verify()).toMatchObject({ ok: true });
});

test("from where and with what a forgotten person acted is erased, why it did so to others stays", async () => {
  const own = await setting();
  const { ledger, customerId, subscriptionId } = own;
  const email = "ada@acme.example";
  const { id: personId } = await ledger.registerMember({ customerId, email, role: "billing_manager" });
  const { id: other } = await ledger.registerMember({ customerId, email: "bob@acme.example", role: "billing_manager" });
  const by = (id: string) => ({ actor: { type: "member", id }, ...said }) as const;
  await ledger.resizePool({ subscriptionId, seats: 5 }, by(personId));
  await ledger.resizePool({ subscriptionId, seats: 6 }, by(other));
  await ledger.resizePool({ subscriptionId, seats: 7 }, { ...by(personId), reason: undefined });
  await ledger.forgetPerson({ personId });
  expect((await requests(own)).slice(1)).toEqual([
    ["PoolResized", { reason, ip: null, userAgent: null }],
    ["PoolResized", said],
    ["PoolResized", null],
  ]);
  expect(await ledger.verify()).toMatchObject({ ok: true });
  expect(await ledger.rebuild()).toMatchObject({ changed: 0 });
});

test("a reason that names a forgotten person by an e-mail that it ever had is erased, wherever it stands", async () => {
  const own = await setting();
  const { ledger, organizationId, customerId, subscriptionId } = own;
  const { id: personId } = await ledger.registerMember({ customerId, email: "ada@acme.example" });
  await ledger.registerMember({ id: personId, customerId, email: "countess@acme.example" });
  const reasons = [
    "replaces Ada@Acme.example",
    "asked for by <countess@acme.example>",
    "not ada@acme.example.org",
    "x",
  ];
  for (const [index, one] of reasons.entries()) {
    await ledger.resizePool({ subscriptionId, seats: 5 + index }, { reason: one, ip });
  }
  const { id: other } = await ledger.registerOrganization({ name: "Other", slug: "other" }, { reason: reasons[0] });
  await ledger.forgetPerson({ personId });
  expect((await requests(own)).slice(1).map(([, request]) => request)).toEqual([
    { reason: null, ip, userAgent: null },
    { reason: null, ip, userAgent: null },
    { reason: reasons[2], ip, userAgent: null },
    { reason: "x", ip, userAgent: null },
  ]);
  expect((await ledger.history({ organizationId: other })).entries[0]?.request?.reason).toBe(reasons[0]);
  await ledger.resizePool({ subscriptionId, seats: 9 }, { reason: "nobody@acme.example is nobody here" });
  await ledger.forgetPerson({ organizationId, email: "nobody@acme.example" });
  expect((await requests(own)).at(-1)).toEqual(["PoolResized", null]);
  expect(await ledger.verify()).toMatchObject({ ok: true });
});

test("where somebody acted from under its id after it was forgotten is erased by forgetting it again", async () => {
  const own = await setting();
  const { ledger, customerId, subscriptionId } = own;
  const { id: personId } = await ledger.registerMember({ customerId, email: "ada@acme.example" });
  await ledger.forgetPerson({ personId });
  const events = (await ledger.history()).entries.length;
  await ledger.resizePool({ subscriptionId, seats: 5 }, { actor: { type: "member", id: personId }, ...said });
  await ledger.resizePool({ subscriptionId, seats: 6 }, said);
  await ledger.forgetPerson({ personId });
  expect((await requests(own)).slice(1)).toEqual([
    ["PoolResized", { reason, ip: null, userAgent: null }],
    ["PoolResized", said],
  ]);
  expect((await ledger.history()).entries).toHaveLength(events + 2);
  expect(await ledger.verify()).toMatchObject({ ok: true });
});

test("reasons are looked through however many there are", async () => {
  const own = await setting();
  const { ledger, customerId, subscriptionId } = own;
  const { id: personId } = await ledger.registerMember({ customerId, email: "ada@acme.example" });
  const recipients = Array.from({ length: 1_001 }, (_, index) => ({ email: `p${index}@acme.example` }));
  await ledger.resizePool({ subscriptionId, seats: 2_000 });
  for (let from = 0; from < recipients.length; from += 100) {
    const args = { subscriptionId, recipients: recipients.slice(from, from + 100) };
    await ledger.assignSeats(args, { reason: "instead of ada@acme.example" });
  }
  await ledger.forgetPerson({ personId });
  for await (const { request } of ledger.export({ subscriptionId })) expect(request).toBeNull();
});

test("from where and with what somebody acted in another organization stays, when it is forgotten in its own", async () => {
  const own = await setting();
  const { ledger, customerId } = own;
  const { id: personId } = await ledger.registerMember({ customerId, email: "ada@acme.example" });
  const actor = { type: "member", id: personId } as const;
  const { id } = await ledger.registerOrganization({ name: "Other", slug: "other" }, { actor, ...said });
  await ledger.forgetPerson({ personId });
  const { entries } = await ledger.history({ organizationId: id });
  expect(entries.map(({ request }) => request)).toEqual([said]);
});
