// What came in from outside is kept as it came, before anything is made of it; and what adapters remember.

import { randomUUID } from "node:crypto";
import type { Inbox, OrganizationLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { engines, lastingEngines, memory } from "../contract/engines/engines.ts";
import { eventCount, refusal, setting } from "./setting.ts";

type Observation = Parameters<Inbox["keep"]>[0][number];

const noon = new Date("2026-03-01T12:00:00.000Z");
const later = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const body = '{"type":"customer_seat.claimed"}';
/** Of that body, by another program. */
const hash = "704bc46103c8accf98342ac940c4bf4172d53b7384a6be818771707cec83acfd";

function observation(given: Partial<Observation> = {}): Observation {
  return {
    origin: "webhook",
    originId: randomUUID(),
    organizationId: null,
    type: "customer_seat.claimed",
    subject: "seats/1",
    apiVersion: "2026-10",
    sourceAt: noon,
    observedAt: later(1),
    body,
    people: [],
    ...given,
  };
}

/** Keeps them and answers their ids. */
async function kept({ inbox }: Pick<OrganizationLedger, "inbox">, ...given: readonly Partial<Observation>[]) {
  const answers = await inbox.keep(given.map(observation));
  return answers.map(({ originId }) => originId);
}

async function listed({ inbox }: Pick<OrganizationLedger, "inbox">, args?: Parameters<Inbox["list"]>[0]) {
  const { observations } = await inbox.list(args);
  return observations.map(({ originId }) => originId);
}

describe.each(engines)("the inbox on $name", (engine) => {
  test("keeps what came as it came, and says that it is new", async () => {
    await using opened = await engine.open();
    const { inbox } = opened.ledger;
    const given = observation({ people: [randomUUID()], organizationId: randomUUID() });
    expect(await inbox.keep([given])).toEqual([{ originId: given.originId, isNew: true, state: "waiting" }]);
    expect(await inbox.get(given.originId)).toEqual({ ...given, arrival: 1, state: "waiting", problem: null, hash });
  });

  test("leaves as it is what it knows by its id, whatever comes under it later", async () => {
    await using opened = await engine.open();
    const { inbox } = opened.ledger;
    const given = observation();
    await inbox.keep([given]);
    const before = await inbox.get(given.originId);
    const again = { ...given, origin: "delivery-log" as const, body: "other", sourceAt: later(5) };
    expect(await inbox.keep([again])).toEqual([{ originId: given.originId, isNew: false, state: "waiting" }]);
    await inbox.settle([{ originId: given.originId, state: "applied" }]);
    expect(await inbox.keep([again])).toEqual([{ originId: given.originId, isNew: false, state: "applied" }]);
    expect(await inbox.get(given.originId)).toEqual({ ...before, state: "applied" });
  });

  test("lists by the source's time, else by ours, then by arrival, page by page", async () => {
    await using opened = await engine.open();
    const { ledger } = opened;
    const [c, a, d, b, e] = await kept(
      ledger,
      { sourceAt: later(30) },
      { sourceAt: later(-30) },
      { sourceAt: later(30) },
      { sourceAt: null, observedAt: later(29) },
      { sourceAt: null, observedAt: later(31) },
    );
    expect(await listed(ledger)).toEqual([a, b, c, d, e]);
    const pages: string[][] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<Inbox["list"]>> = await ledger.inbox.list({ limit: 3, cursor });
      pages.push(page.observations.map(({ originId }) => originId));
      cursor = page.next;
    } while (cursor !== null);
    // Of the two with the same time each stands on a page of its own.
    expect(pages).toEqual([
      [a, b, c],
      [d, e],
    ]);
  });

  test("says which one about a subject was applied last by the source's time, then by arrival", async () => {
    await using opened = await engine.open();
    const { ledger } = opened;
    const subject = "subscriptions/1";
    const ids = await kept(
      ledger,
      { subject, sourceAt: later(1) },
      { subject, sourceAt: later(3) },
      { subject, sourceAt: later(3) },
      { subject, sourceAt: later(9) },
      { subject, sourceAt: later(8) },
      { subject: "subscriptions/2", sourceAt: later(7) },
    );
    expect(await ledger.inbox.newest(subject)).toBeNull();
    const applied = [ids[0], ids[1], ids[2], ids[5]].map((originId = "") => ({ originId, state: "applied" as const }));
    await ledger.inbox.settle([...applied, { originId: ids[4] ?? "", state: "unread" }]);
    expect((await ledger.inbox.newest(subject))?.originId).toBe(ids[2]);
    expect((await ledger.inbox.newest("subscriptions/2"))?.originId).toBe(ids[5]);
    expect(await ledger.inbox.newest("subscriptions/3")).toBeNull();
  });

  test("remembers notes under keys, in the place of what was there, and forgets them for null", async () => {
    await using opened = await engine.open();
    const { inbox } = opened.ledger;
    expect(await inbox.note("pass")).toBeNull();
    await inbox.putNote("pass", { phase: "lists", pages: [1, null, "two"], done: false });
    await inbox.putNote("pass", { phase: "pools" });
    await inbox.putNote("pool/b", 0);
    await inbox.putNote("pool/a", "x");
    await inbox.putNote("pool", true);
    await inbox.putNote("seat/a", null);
    await inbox.putNote("seat/b", "y");
    expect(await inbox.note("pass")).toEqual({ phase: "pools" });
    const pools = [
      { key: "pool/a", value: "x" },
      { key: "pool/b", value: 0 },
    ];
    expect(await inbox.notes("pool/")).toEqual(pools);
    expect((await inbox.notes("")).map(({ key }) => key)).toEqual(["pass", "pool", "pool/a", "pool/b", "seat/b"]);
    await inbox.putNote("pool", null);
    await inbox.putNote("never was", null);
    expect(await inbox.note("pool")).toBeNull();
    expect(await inbox.notes("pool")).toEqual(pools);
  });

  test("replaces a note only where it still is what somebody saw", async () => {
    await using opened = await engine.open();
    const { inbox } = opened.ledger;
    expect(await inbox.replaceNote("turn", { expected: { by: "a" }, value: { by: "b" } })).toBe(false);
    expect(await inbox.note("turn")).toBeNull();
    expect(await inbox.replaceNote("turn", { expected: null, value: { by: "a", until: 1 } })).toBe(true);
    expect(await inbox.replaceNote("turn", { expected: null, value: { by: "b", until: 2 } })).toBe(false);
    const seen = await inbox.note("turn");
    const both = ["b", "c"].map((by) => inbox.replaceNote("turn", { expected: seen, value: { by } }));
    expect(await Promise.all(both)).toEqual([true, false]);
    expect(await inbox.replaceNote("turn", { expected: seen, value: null })).toBe(false);
    expect(await inbox.replaceNote("turn", { expected: { by: "b" }, value: null })).toBe(true);
    expect(await inbox.notes("")).toEqual([]);
  });

  test("appends no event, and leaves the ledger whole", async () => {
    await using opened = await engine.open();
    const { ledger } = opened;
    const [originId = ""] = await kept(ledger, {});
    await ledger.inbox.settle([{ originId, state: "applied" }]);
    await ledger.inbox.putNote("pass", 1);
    expect(await eventCount(ledger)).toBe(0);
    expect(await ledger.verify()).toMatchObject({ ok: true });
    await ledger.rebuild();
    expect(await listed(ledger)).toEqual([originId]);
    expect(await ledger.inbox.note("pass")).toBe(1);
  });
});

test.each(lastingEngines)("what was kept on $name is there for another handle", async (engine) => {
  await using opened = await engine.open();
  const [originId = ""] = await kept(opened.ledger, {});
  await opened.ledger.inbox.putNote("pass", { page: 3 });
  const other = await opened.another();
  expect(await other.ledger.inbox.get(originId)).toEqual(await opened.ledger.inbox.get(originId));
  expect(await other.ledger.inbox.note("pass")).toEqual({ page: 3 });
  await other.close();
});

test("lists what matches every filter that is given", async () => {
  const { ledger } = await setting();
  const organizationId = randomUUID();
  const [a = "", b = "", c = "", d = ""] = await kept(
    ledger,
    { origin: "listing", type: "subscription", subject: "subscriptions/1", organizationId },
    { origin: "webhook", type: "subscription", subject: "subscriptions/1", organizationId },
    { origin: "listing", type: "listing", subject: "subscriptions/1/seats", organizationId: null },
    { origin: "listing", type: "subscription", subject: null, organizationId: randomUUID() },
  );
  await ledger.inbox.settle([
    { originId: b, state: "unread", problem: "data.seats: must be a number" },
    { originId: c, state: "applied" },
  ]);
  expect(await listed(ledger, {})).toEqual([a, b, c, d]);
  expect(await listed(ledger, { origin: "listing" })).toEqual([a, c, d]);
  expect(await listed(ledger, { type: "subscription" })).toEqual([a, b, d]);
  expect(await listed(ledger, { subject: "subscriptions/1" })).toEqual([a, b]);
  expect(await listed(ledger, { organizationId })).toEqual([a, b]);
  expect(await listed(ledger, { state: "waiting" })).toEqual([a, d]);
  expect(await listed(ledger, { state: "waiting", type: "subscription", organizationId })).toEqual([a]);
  expect(await listed(ledger, { state: "applied", type: "subscription" })).toEqual([]);
  const unread = { origin: "webhook", subject: "subscriptions/1", state: "unread" } as const;
  expect((await ledger.inbox.list(unread)).observations).toMatchObject([
    { originId: b, state: "unread", problem: "data.seats: must be a number" },
  ]);
});

test("a page is not shifted by what is settled, or comes, before it", async () => {
  const { ledger } = await setting();
  const ids = await kept(ledger, ...Array.from({ length: 4 }, (_, index) => ({ sourceAt: later(index) })));
  const { observations, next } = await ledger.inbox.list({ state: "waiting", limit: 2 });
  await ledger.inbox.settle(observations.map(({ originId }) => ({ originId, state: "applied" })));
  await kept(ledger, { sourceAt: later(-9) });
  expect(await listed(ledger, { state: "waiting", cursor: next })).toEqual(ids.slice(2));
});

test("a cursor opens no list of other filters", async () => {
  const { ledger } = await setting();
  await kept(ledger, {}, {});
  const { next } = await ledger.inbox.list({ limit: 1 });
  expect(await refusal(ledger.inbox.list({ state: "waiting", cursor: next }))).toBe("InvalidRequest");
});

test("of two with one id that come together the first is kept", async () => {
  const { ledger } = await setting();
  const originId = randomUUID();
  const both = [
    observation({ originId, state: "unread", problem: "data: must be an object" }),
    observation({ originId }),
  ];
  expect((await ledger.inbox.keep(both)).map(({ isNew, state }) => [isNew, state])).toEqual([
    [true, "unread"],
    [false, "unread"],
  ]);
  expect(await ledger.inbox.get(originId)).toMatchObject({ arrival: 1, problem: "data: must be an object" });
});

test("settles all of what it is told, or nothing", async () => {
  const { ledger } = await setting();
  const [originId = ""] = await kept(ledger, {});
  const error = await ledger.inbox
    .settle([
      { originId, state: "applied" },
      { originId: randomUUID(), state: "applied" },
    ])
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "InvalidRequest", issues: [{ path: "1.originId" }] });
  expect(await ledger.inbox.get(originId)).toMatchObject({ state: "waiting" });
});

test("what could not be read may be read later", async () => {
  const { ledger } = await setting();
  const [originId = ""] = await kept(ledger, {});
  await ledger.inbox.settle([{ originId, state: "unread", problem: "type: is not known" }]);
  await ledger.inbox.settle([{ originId, state: "applied" }]);
  expect(await ledger.inbox.get(originId)).toMatchObject({ state: "applied", problem: null });
});

test("of the same things kept at the same moment each is new once", async () => {
  await using opened = await memory.open();
  const given = observation();
  const answers = await Promise.all([1, 2, 3].map(() => opened.ledger.inbox.keep([given])));
  expect(answers.flat().map(({ isNew }) => isNew)).toEqual([true, false, false]);
});

test("nothing is kept in a ledger that is closed", async () => {
  const { ledger } = await setting();
  await ledger.close();
  expect(await refusal(ledger.inbox.keep([observation()]))).toBe("LedgerClosed");
  expect(await refusal(ledger.inbox.list())).toBe("LedgerClosed");
});
