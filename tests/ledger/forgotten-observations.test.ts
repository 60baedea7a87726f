// Who is forgotten is erased from what came in as well: whatever names the person by an id or an e-mail loses its body, now
// and when it comes later, and nothing else does.

import { randomUUID } from "node:crypto";
import type { Inbox, SeatLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { engines } from "../contract/engines/engines.ts";
import { mirrorIn, shownSeat } from "./mirror.ts";
import { eventCount, eventsAfter, refusal, type Setting, setting } from "./setting.ts";

type Observation = Parameters<Inbox["keep"]>[0][number];

const noon = new Date("2026-03-01T12:00:00.000Z");
const ada = "ada@acme.example";

/** Keeps an observation with this body, and answers its id. */
async function kept(
  ledger: Pick<SeatLedger, "inbox">,
  body: string,
  given: Partial<Observation> = {},
): Promise<string> {
  const originId = randomUUID();
  const common = { type: "member.updated", subject: null, apiVersion: null, sourceAt: null, observedAt: noon };
  await ledger.inbox.keep([
    { origin: "webhook", originId, organizationId: null, ...common, body, people: [], ...given },
  ]);
  return originId;
}

async function isErased({ inbox }: Pick<SeatLedger, "inbox">, originId: string): Promise<boolean> {
  const { body, hash, people } = (await inbox.get(originId)) ?? {};
  if (body !== null) return false;
  expect({ hash, people }).toEqual({ hash: null, people: [] });
  return true;
}

async function member({ ledger, customerId }: Setting, email = ada): Promise<string> {
  return (await ledger.registerMember({ customerId, email })).id;
}

test("what names a forgotten person by an id loses its body, and says all else as before", async () => {
  const own = await setting();
  const { ledger, organizationId } = own;
  const personId = await member(own);
  const other = randomUUID();
  const named = await kept(ledger, "{}", { organizationId, people: [other, personId], sourceAt: noon });
  const bystander = await kept(ledger, `{"id":"${other}"}`, { organizationId, people: [other] });
  await ledger.inbox.settle([{ originId: named, state: "unread", problem: "data.role: must be text" }]);
  const before = await ledger.inbox.get(named);
  await ledger.forgetPerson({ personId });
  expect(await ledger.inbox.get(named)).toEqual({ ...before, body: null, hash: null, people: [] });
  expect(await isErased(ledger, bystander)).toBe(false);
  expect(await ledger.verify()).toMatchObject({ ok: true });
});

test("what names a forgotten person by any e-mail that it ever had loses its body", async () => {
  const own = await setting();
  const { ledger, organizationId, customerId, subscriptionId } = own;
  const personId = await member(own, "Countess@acme.example");
  await ledger.registerMember({ id: personId, customerId, email: "second@acme.example" });
  await ledger.assignSeat({ subscriptionId, memberId: personId });
  await ledger.registerMember({ id: personId, customerId, email: ada });
  const erased = [
    await kept(ledger, '{"email":"countess@acme.example"}', { organizationId }),
    await kept(ledger, '{"email":"SECOND@acme.example"}', { organizationId }),
    await kept(ledger, String.raw`{"email":"ada\u0040acme.example"}`, { organizationId }),
    // Nobody knows whose it is: perhaps this organization's.
    await kept(ledger, `{"email":"${ada}"}`),
  ];
  const others = [
    await kept(ledger, '{"email":"canada@acme.example"}', { organizationId }),
    await kept(ledger, '{"email":"ada@acme.example.com"}', { organizationId }),
    await kept(ledger, `{"email":"${ada}"}`, { organizationId: randomUUID() }),
  ];
  await ledger.forgetPerson({ personId });
  expect(await Promise.all(erased.map((id) => isErased(ledger, id)))).toEqual(erased.map(() => true));
  expect(await Promise.all(others.map((id) => isErased(ledger, id)))).toEqual(others.map(() => false));
});

test("what names a holder of Polar's seats, or a twin, by an e-mail loses its body", async () => {
  const own = await setting();
  const { ledger, organizationId } = own;
  const memberId = randomUUID();
  await (await mirrorIn(own)).show([{ ...shownSeat(own, memberId, ada), member: null }]);
  const shown = await kept(ledger, `[{"email":"${ada}"}]`, { organizationId });
  await ledger.forgetPerson({ personId: memberId });
  expect(await isErased(ledger, shown)).toBe(true);
  const owner = await ledger.registerMember({ customerId: own.customerId, email: "buyer@acme.example" });
  const customer = await kept(ledger, "{}", { organizationId, people: [own.customerId] });
  await ledger.forgetPerson({ personId: owner.id });
  expect(await isErased(ledger, customer)).toBe(true);
});

test("what names a holder of whom no id is known, by an e-mail that it once had, loses its body", async () => {
  const own = await setting();
  const { ledger, organizationId } = own;
  const mirror = await mirrorIn(own);
  const seat = { id: randomUUID(), status: "pending", createdAt: noon } as const;
  await mirror.show([{ ...seat, email: ada }]);
  await mirror.show([{ ...seat, email: "countess@acme.example" }]);
  const former = await kept(ledger, `{"email":"${ada}"}`, { organizationId });
  await ledger.forgetPerson({ organizationId, email: "countess@acme.example" });
  expect(await isErased(ledger, former)).toBe(true);
});

test("an e-mail that only observations name is erased from them, and nothing is appended", async () => {
  const { ledger, organizationId } = await setting();
  const waiting = await kept(ledger, `{"email":"${ada}"}`, { organizationId });
  const before = await eventCount(ledger);
  await ledger.forgetPerson({ organizationId, email: ada });
  expect(await isErased(ledger, waiting)).toBe(true);
  expect(await eventCount(ledger)).toBe(before);
});

test("a person whom only observations name is forgotten by its id, and stays so", async () => {
  const { ledger, organizationId } = await setting();
  const personId = randomUUID();
  const waiting = await kept(ledger, "{}", { organizationId, people: [personId] });
  const before = await eventCount(ledger);
  await ledger.forgetPerson({ personId });
  expect(await isErased(ledger, waiting)).toBe(true);
  expect((await eventsAfter(ledger, before)).map(({ type, personId: who }) => [type, who])).toEqual([
    ["PersonForgotten", personId],
  ]);
  expect(await isErased(ledger, await kept(ledger, "{}", { organizationId, people: [personId] }))).toBe(true);
  const unknown = randomUUID();
  await kept(ledger, "{}", { organizationId: randomUUID(), people: [unknown] });
  expect(await refusal(ledger.forgetPerson({ personId: unknown }))).toBe("MemberNotFound");
});

test("what comes later and names a forgotten person is kept without its body, and is known by its id", async () => {
  const own = await setting();
  const { ledger, organizationId } = own;
  const personId = await member(own);
  await ledger.forgetPerson({ personId });
  const given = { organizationId, people: [randomUUID(), personId] };
  const late = await kept(ledger, `{"email":"${ada}"}`, given);
  expect(await isErased(ledger, late)).toBe(true);
  expect(await ledger.inbox.get(late)).toMatchObject({ state: "waiting", type: "member.updated" });
  const again = { origin: "delivery-log" as const, originId: late, type: "x", subject: null, apiVersion: null };
  const [answer] = await ledger.inbox.keep([
    { ...again, ...given, people: [], sourceAt: null, observedAt: noon, body: ada },
  ]);
  expect(answer).toMatchObject({ isNew: false });
  expect(await isErased(ledger, late)).toBe(true);
});

test("forgetting again erases what came meanwhile by an e-mail", async () => {
  const own = await setting();
  const { ledger, organizationId } = own;
  await member(own);
  await ledger.forgetPerson({ organizationId, email: ada });
  const late = await kept(ledger, `{"email":"${ada}"}`, { organizationId });
  await ledger.forgetPerson({ organizationId, email: ada });
  expect(await isErased(ledger, late)).toBe(true);
});

test("behind a fence nothing is erased of another organization", async () => {
  const own = await setting();
  const { ledger } = own;
  await member(own);
  const { id: otherId } = await ledger.registerOrganization({ name: "Other", slug: "other" });
  const theirs = await kept(ledger, `{"email":"${ada}"}`, { organizationId: own.organizationId });
  await ledger.forOrganization(otherId).forgetPerson({ organizationId: otherId, email: ada });
  expect(await isErased(ledger, theirs)).toBe(false);
});

describe.each(engines)("on $name", (engine) => {
  test("of many observations those lose their bodies that name the person", async () => {
    await using opened = await engine.open();
    const { ledger } = opened;
    const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
    const { id: personId } = await ledger.registerCustomer({ organizationId, email: ada });
    const many = Array.from({ length: 130 }, (_, index) => ({
      ...{ origin: "listing" as const, originId: `${index}`, organizationId, type: "customer", subject: null },
      ...{ apiVersion: null, sourceAt: noon, observedAt: noon, people: index % 7 === 0 ? [personId] : [] },
      body: index % 5 === 0 ? ada : "bob@acme.example",
    }));
    await ledger.inbox.keep(many);
    await ledger.forgetPerson({ personId });
    const { observations } = await ledger.inbox.list({ limit: 1_000 });
    const left = observations.flatMap(({ body, originId }) => (body === null ? [] : [Number(originId)]));
    expect(left).toEqual(many.flatMap((_, index) => (index % 7 === 0 || index % 5 === 0 ? [] : [index])));
  });
});
