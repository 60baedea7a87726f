// Whatever is added to a feed while it is read, and wherever reading is cut off: in the end everything was seen.

import { PolarClientError } from "@polar-sh/sdk";
import fc from "fast-check";
import { openLedger } from "seat-ledger";
import { expect, onTestFinished, test } from "vitest";
import type { Answer, PageOfTime } from "../client/polar-client.ts";
import { type Feed, type FeedInbox, readFeed, readOn } from "./read-feed.ts";

const pageSize = 3;
const minuteMs = 60_000;

interface Entry {
  readonly id: string;
  /** In microseconds, as Polar counts. */
  readonly at: number;
  readonly archived?: boolean;
}

/** Text with microseconds, which a Date has not. */
function textOf(at: number): string {
  const iso = new Date(Math.floor(at / 1_000)).toISOString();
  return iso.replace("Z", `${String(at % 1_000).padStart(3, "0")}Z`);
}

/** A feed as Polar has it: the newest first, both ends of a span left out, pages by offset. */
function feedOf(entries: readonly Entry[], beforeAnswer: (asked: number) => void = () => {}) {
  let asked = 0;
  const ask = async ({ after, before, page }: PageOfTime): Promise<Answer> => {
    asked += 1;
    beforeAnswer(asked);
    const inside = entries.filter(
      ({ at }) =>
        (after === null || at > after.getTime() * 1_000) && (before === null || at < before.getTime() * 1_000),
    );
    const sorted = inside.toReversed().toSorted((one, other) => other.at - one.at);
    const items = sorted.slice((page - 1) * pageSize, page * pageSize);
    const pagination = { total_count: sorted.length, max_page: Math.ceil(sorted.length / pageSize) };
    return { body: { items, pagination }, observedAt: new Date() };
  };
  const feed: Feed = { name: "feed", noteKey: "feeds/test", ask, readEntry };
  return { feed, asked: () => asked };
}

function readEntry(item: unknown, observedAt: Date): ReturnType<Feed["readEntry"]> {
  const { id, at, archived = false } = item as Entry;
  const time = new Date(textOf(at));
  if (archived) return { at: time, what: "archived" };
  const nothing = { organizationId: null, subject: null, apiVersion: null, people: [] };
  return {
    at: time,
    what: { ...nothing, origin: "delivery-log", originId: id, type: "t", sourceAt: time, observedAt, body: "{}" },
  };
}

async function emptyInbox() {
  const ledger = await openLedger({ file: ":memory:" });
  onTestFinished(() => ledger.close());
  return ledger.inbox;
}

async function keptIds(inbox: Awaited<ReturnType<typeof emptyInbox>>): Promise<readonly string[]> {
  const { observations } = await inbox.list({ limit: 1_000 });
  return observations.map(({ originId }) => originId).toSorted();
}

const start = Date.parse("2026-11-02T10:00:00Z") * 1_000;
const minutes = (count: number) => Math.round(count * minuteMs * 1_000);
const entriesAt = (...times: readonly number[]): Entry[] => times.map((at, place) => ({ id: `e${place}`, at }));

/** What is added before an answer, and how long after its time it comes to be seen: never more than five minutes. */
const addition = fc.record({
  beforeAnswer: fc.nat({ max: 14 }),
  pause: fc.constantFrom(0, 0, 1, 700, minutes(1), minutes(7)),
  lateBy: fc.constantFrom(0, 0, 300, minutes(2), minutes(5)),
  many: fc.integer({ min: 1, max: 5 }),
});

const history = fc.record({
  gaps: fc.array(fc.constantFrom(0, 0, 1, 999, 1_000, minutes(1), minutes(90)), { maxLength: 12 }),
  additions: fc.array(addition, { maxLength: 4 }),
  killedAt: fc.nat({ max: 12 }),
  /** How often reading goes on after each pass: never, or so many times. */
  goesOn: fc.constantFrom(0, 1, 3),
});
/** More than any of these histories needs to be read twice, by two pages a pass. */
const quietPasses = 40;

async function isSeenOnce({
  gaps,
  additions,
  killedAt,
  goesOn,
}: typeof history extends fc.Arbitrary<infer Of> ? Of : never) {
  let now = start;
  const entries: Entry[] = [];
  const add = (at: number) => entries.push({ id: `e${entries.length}`, at });
  for (const gap of gaps) {
    now += gap;
    add(now);
  }
  const { feed, asked } = feedOf(entries, (count) => {
    for (const { pause, lateBy, many } of additions.filter(({ beforeAnswer }) => beforeAnswer === count)) {
      now += pause;
      for (let one = 0; one < many; one += 1) add(now - lateBy);
    }
  });
  await using ledger = await openLedger({ file: ":memory:" });
  const inbox = killed(ledger.inbox, killedAt);
  for (let passes = 0; passes < quietPasses; ) {
    if (asked() > 14) passes += 1;
    await readFeed(feed, inbox, 2).catch(() => null);
    let left = goesOn;
    await readOn(feed, inbox, () => left-- > 0).catch(() => null);
  }
  expect(await keptIds(ledger.inbox)).toEqual(entries.map(({ id }) => id).toSorted());
}

test("whatever is added between pages, and wherever reading ends, everything is seen once", async () => {
  await fc.assert(fc.asyncProperty(history, isSeenOnce), { numRuns: 40 });
});

/** An inbox where the process ends once: after so many pages were kept, before they are noted as read. */
function killed(inbox: FeedInbox, pages: number): FeedInbox {
  let kept = 0;
  return {
    keep: (observations) => inbox.keep(observations),
    note: (key) => inbox.note(key),
    putNote: async (key, value) => {
      kept += 1;
      if (kept === pages) throw new Error("killed");
      await inbox.putNote(key, value);
    },
  };
}

test("a pass asks for no more pages than it may, the newest first, and a later one goes on", async () => {
  const { feed, asked } = feedOf(entriesAt(...Array.from({ length: 10 }, (_, place) => start + minutes(place * 10))));
  const inbox = await emptyInbox();
  expect(await readFeed(feed, inbox, 2)).toEqual({ kept: 5, archived: 0, elsewhere: 0, isRead: false, leftOut: null });
  expect(await keptIds(inbox)).toEqual(["e5", "e6", "e7", "e8", "e9"]);
  expect(await readFeed(feed, inbox, 4)).toEqual({ kept: 5, archived: 0, elsewhere: 0, isRead: true, leftOut: null });
  expect(asked()).toBe(6);
});

test("what a pass left is read on with to its end, four pages at once where nothing can show itself late", async () => {
  const times = Array.from({ length: 100 }, (_, place) => start + minutes(place * 10));
  const { feed } = feedOf(entriesAt(...times));
  let [running, most, asked] = [0, 0, 0];
  const ask: Feed["ask"] = async (page) => {
    running += 1;
    asked += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return await feed.ask(page);
  };
  const inbox = await emptyInbox();
  await readFeed({ ...feed, ask }, inbox, 2);
  expect(await readOn({ ...feed, ask }, inbox, () => true)).toMatchObject({ kept: 95, isRead: true });
  expect(await keptIds(inbox)).toHaveLength(100);
  expect(most).toBe(4);
  // A page has three, of which one was on the page before wherever reading begins anew.
  expect(asked).toBeLessThanOrEqual(2 + Math.ceil((95 / 11) * 4) + 4);
});

test("what shows itself late while pages are asked for side by side hides nothing that is older", async () => {
  const hours = Array.from({ length: 12 }, (_, place) => start - minutes(60 * (12 - place)));
  const entries = entriesAt(...hours, start - minutes(0.4), start - minutes(0.2), start);
  const { feed } = feedOf(entries);
  const pending: (() => Promise<void>)[] = [];
  /** Answers come in the other order than they were asked for, and something comes between. */
  const answerAll = async () => {
    for (const answer of pending.splice(0).toReversed()) {
      await answer();
      if (entries.length === 15) entries.push({ id: "late", at: start - minutes(0.5) });
    }
  };
  const ask: Feed["ask"] = (page) =>
    new Promise((resolve) => {
      if (pending.length === 0) setImmediate(answerAll);
      pending.push(async () => resolve(await feed.ask(page)));
    });
  const inbox = await emptyInbox();
  await readFeed(feed, inbox, 1);
  await readOn({ ...feed, ask }, inbox, () => true);
  for (let passes = 0; passes < 5; passes += 1) await readFeed(feed, inbox, 2);
  expect(await keptIds(inbox)).toEqual(entries.map(({ id }) => id).toSorted());
});

test("reading on stops when it may not go on, and begins with what it had not noted", async () => {
  const { feed, asked } = feedOf(entriesAt(...Array.from({ length: 30 }, (_, place) => start + minutes(place * 10))));
  const inbox = await emptyInbox();
  await readFeed(feed, inbox, 2);
  let left = 2;
  expect(await readOn(feed, inbox, () => left-- > 0)).toMatchObject({ isRead: false });
  expect(asked()).toBeLessThanOrEqual(2 + 8);
  expect(await readOn(feed, inbox, () => true)).toMatchObject({ isRead: true });
  expect(await keptIds(inbox)).toHaveLength(30);
});

test("a feed that was read to its end is asked once, and what came since is found", async () => {
  const entries = entriesAt(start, start + minutes(60));
  const { feed, asked } = feedOf(entries);
  const inbox = await emptyInbox();
  await readFeed(feed, inbox, 4);
  entries.push({ id: "new", at: start + minutes(90) }, { id: "late", at: start + minutes(56) });
  expect(await readFeed(feed, inbox, 4)).toMatchObject({ kept: 2, isRead: true });
  expect(asked()).toBe(2);
});

test("an empty feed is asked once, and read from its beginning when there is something", async () => {
  const entries: Entry[] = [];
  const { feed, asked } = feedOf(entries);
  const inbox = await emptyInbox();
  expect(await readFeed(feed, inbox, 4)).toMatchObject({ kept: 0, isRead: true });
  entries.push({ id: "first", at: start - minutes(600) });
  expect(await readFeed(feed, inbox, 4)).toMatchObject({ kept: 1, isRead: true });
  expect(asked()).toBe(2);
});

test("what Polar no longer has is counted, and where a page has nothing else reading ends", async () => {
  const entries = Array.from({ length: 12 }, (_, place) => ({
    ...{ id: `e${place}`, at: start + minutes(place * 10) },
    archived: place < 8,
  }));
  const { feed, asked } = feedOf(entries);
  const inbox = await emptyInbox();
  expect(await readFeed(feed, inbox, 9)).toMatchObject({ kept: 4, isRead: true });
  expect(asked()).toBe(3);
  expect(await keptIds(inbox)).toEqual(["e10", "e11", "e8", "e9"]);
});

test.each([
  [403, "Forbidden"],
  [404, "NotFound"],
  [405, "NotFound"],
] as const)("a feed that answers %i is left out, and one that fails is a failure", async (status, leftOut) => {
  const { feed } = feedOf([]);
  const failing = (error: Error): Feed => ({ ...feed, ask: () => Promise.reject(error) });
  const inbox = await emptyInbox();
  const refused = failing(new PolarClientError(status, { error: "insufficient_scope" }));
  expect(await readFeed(refused, inbox, 4)).toEqual({ kept: 0, archived: 0, elsewhere: 0, isRead: false, leftOut });
  const down = new Error("down");
  await expect(readFeed(failing(down), inbox, 4)).rejects.toBe(down);
});

test("a note that can't be read is none", async () => {
  const { feed } = feedOf(entriesAt(start));
  const inbox = await emptyInbox();
  await inbox.putNote(feed.noteKey, { newest: "yesterday", spans: 3 });
  expect(await readFeed(feed, inbox, 4)).toMatchObject({ kept: 1, isRead: true });
});
