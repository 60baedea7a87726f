// The questions about the past, each against a fold that is written here in plain lists: whatever happened, at every
// position and by every filter. Nothing is learned late in these histories; learned-late.test.ts has those.

import fc from "fast-check";
import type { HistoryEntry, LedgerEvent } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { type Engine, engines } from "../contract/engines/engines.ts";
import { everyEnding, everyHistory } from "./histories.ts";
import type { PoolArgs } from "./model.ts";
import { naiveChanges } from "./past/naive-changes.ts";
import { countOf, naiveEntries, naiveHolders, naivePool } from "./past/naive-past.ts";
import { naiveUsage } from "./past/naive-usage.ts";
import { poolIn, present, type Snapshot } from "./past/snapshots.ts";
import { fewer, propertyRuns, propertyTimeoutMs } from "./property-runs.ts";
import type { Law, World } from "./world.ts";

/** Of the cases of other properties. */
const part = 0.25;

const idOf = (ref: PoolArgs) => ("subscriptionId" in ref ? ref.subscriptionId : ref.orderId);

/** Everything that history tells, page by page. */
async function everything(world: World, filter: object = {}, limit = 7): Promise<readonly HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  let cursor: string | null = null;
  do {
    const page: { entries: readonly HistoryEntry[]; next: string | null } = await world.ledger.history({
      ...filter,
      limit,
      cursor,
    });
    entries.push(...page.entries);
    cursor = page.next;
  } while (cursor !== null);
  return entries;
}

async function pastEqualsFold(world: World): Promise<void> {
  for (const { position } of world.log) {
    const then = world.ledger.asOf(position);
    const before = world.log.filter((event) => event.position <= position);
    for (const { ref } of world.model.pools) {
      const naive = naivePool(before, idOf(ref));
      if (!naive) {
        await expect(then.getPool(ref)).rejects.toMatchObject({ code: "PoolNotFound" });
        await expect(then.listSeats(ref)).rejects.toMatchObject({ code: "PoolNotFound" });
        continue;
      }
      const { list, ...facts } = naive;
      const counts = { pending: countOf(naive, "pending"), claimed: countOf(naive, "claimed") };
      const pool = await then.getPool(ref);
      expect(pool).toMatchObject({ ...facts, ...counts });
      const told = await then.listSeats(ref);
      expect([told.totalSeats, told.availableSeats]).toEqual([pool.seats, pool.available]);
      expect(told.seats).toHaveLength(list.size);
      for (const [index, seat] of [...list.values()].entries()) {
        const modifiedAt = seat.modifiedAt > seat.createdAt ? seat.modifiedAt : null;
        expect(told.seats[index]).toMatchObject({ ...seat, modifiedAt });
        expect(await then.getSeat({ seatId: seat.id })).toEqual(told.seats[index]);
      }
    }
  }
}

/** Each step asks for the moment in the middle of those before it. */
function pastAnswersThat(kept: Snapshot[]): Law {
  return async ({ world }) => {
    kept.push(await present(world));
    const { position, pools } = kept[kept.length >> 1] ?? (await present(world));
    const then = world.ledger.asOf(position);
    for (const { ref, pool, list } of pools) expect(await poolIn(then, ref)).toEqual({ ref, pool, list });
  };
}

/** With one clock for both, what had occurred by a time is what was recorded by it, up to the last event of that time. */
async function timesAreOne(world: World): Promise<void> {
  const times = new Map(world.log.map(({ recordedAt }) => [recordedAt.getTime(), recordedAt]));
  for (const recordedAt of times.values()) {
    const last = world.log.findLast((event) => event.recordedAt <= recordedAt)?.position ?? 0;
    for (const { ref } of world.model.pools) {
      const byPosition = await poolIn(world.ledger.asOf(last), ref).catch(codeOf);
      expect(await poolIn(world.ledger.asOf(recordedAt), ref).catch(codeOf)).toEqual(byPosition);
      expect(await poolIn(world.ledger.asOf(recordedAt, { by: "occurred" }), ref).catch(codeOf)).toEqual(byPosition);
    }
  }
}

const codeOf = ({ code }: { readonly code: string }) => code;

async function holdersEqualFold(world: World): Promise<void> {
  for (const seatId of new Set(world.log.flatMap((event) => event.seatId ?? []))) {
    const naive = naiveHolders(world.log, seatId);
    const told = await world.ledger.holders({ seatId });
    expect(told).toHaveLength(naive.length);
    for (const [index, holding] of naive.entries()) {
      expect(told[index]).toMatchObject({ ...holding, occupancy: index + 1, inferred: false });
    }
  }
}

async function usageAddsUp(world: World, choice: number): Promise<void> {
  const until = new Date(world.model.now);
  for (const { ref } of world.model.pools) {
    const pool = await world.ledger.getPool(ref);
    const usage = await world.ledger.usage({ ...ref, from: new Date(0), until });
    expect(usage.steps[0]?.at).toEqual(pool.openedAt);
    expect(usage.steps.at(-1)).toMatchObject({ seats: pool.seats, pending: pool.pending, claimed: pool.claimed });
    expect(usage.peak).toBe(Math.max(...usage.steps.map(({ pending, claimed }) => pending + claimed)));
    const ends = [...usage.steps.slice(1).map(({ at }) => at), until];
    const lasted = usage.steps.map(({ at }, index) => Number(ends[index]) - Number(at));
    const sum = usage.steps.reduce(
      (total, step, index) => total + (step.pending + step.claimed) * (lasted[index] ?? 0),
      0,
    );
    expect(usage.mean * (Number(until) - Number(pool.openedAt))).toBeCloseTo(sum, 3);
    for (const { at, ...numbers } of usage.steps) {
      expect(await world.ledger.asOf(at).getPool(ref)).toMatchObject(numbers);
    }
    const own = world.log.filter(({ stream }) => stream.id === idOf(ref));
    const { position, recordedAt } = own[choice % own.length] ?? { position: 0, recordedAt: until };
    const then = await world.ledger.usage({ ...ref, from: new Date(0), until: recordedAt, upTo: position });
    const { seats, pending, claimed } = await world.ledger.asOf(position).getPool(ref);
    expect(then.steps.at(-1)).toMatchObject({ seats, pending, claimed });
    expect(then.upTo).toBe(position);
  }
}

/** A span may begin and end at an event, just beside one, or before the pool was opened; and it was asked at any position. */
async function usageOfSpans(world: World, choice: number): Promise<void> {
  for (const [turn, { ref }] of world.model.pools.entries()) {
    const own = world.log.filter(({ stream }) => stream.id === idOf(ref));
    const times = own.flatMap(({ occurredAt }) => [-1, 0, 1].map((beside) => new Date(Number(occurredAt) + beside)));
    const now = new Date(world.model.now);
    for (let next = choice + turn; next < choice + turn + 5; next += 1) {
      const [one, other] = [times[(next * 7) % times.length] ?? now, times[(next * 31) % times.length] ?? now];
      const [from, until] = one < other ? [one, other] : [other, one];
      if (until > now) continue;
      const { position: upTo } = own[(next * 13) % own.length] ?? { position: 0 };
      const naive = naiveUsage(
        world.log.filter(({ position }) => position <= upTo),
        idOf(ref),
        from,
        until,
      );
      expect(await world.ledger.usage({ ...ref, from, until, upTo })).toEqual({ ...naive, until, upTo });
    }
  }
}

async function changesEqualLists(world: World, choice: number): Promise<void> {
  const then = (moment: number, ref: PoolArgs) => poolIn(world.ledger.asOf(moment), ref).catch(() => null);
  for (const { ref } of world.model.pools) {
    const own = world.log.filter(({ stream }) => stream.id === idOf(ref)).map(({ position }) => position);
    for (let next = choice; next < choice + 5; next += 1) {
      const [from = 0, until = 0] = [
        [0, ...own][(next * 7) % (own.length + 1)],
        own[(next * 31) % own.length],
      ].toSorted((one, other) => Number(one) - Number(other));
      const [before, after] = [await then(from, ref), await then(until, ref)];
      if (!after) continue;
      expect(await world.ledger.changes({ ...ref, from, until })).toEqual(naiveChanges(before, after));
    }
  }
}

async function historyEqualsLog(world: World, choice: number): Promise<void> {
  const all = await everything(world);
  expect(all.map(({ event }) => event)).toEqual(world.log);
  const naive = naiveEntries(world.log);
  for (const [index, { statusBefore, statusAfter, holder }] of all.entries()) {
    expect({ statusBefore, statusAfter, personId: holder?.personId ?? null }).toEqual(naive[index]);
  }
  const one = all[choice % all.length];
  const seated = all.filter(({ holder }) => holder !== null);
  const about = seated[choice % Math.max(1, seated.length)] ?? one;
  if (!one || !about) return;
  for (const [filter, matches] of filtersAbout(world, one, about, choice)) {
    const expected = all.filter(matches);
    expect(await everything(world, filter), JSON.stringify(filter)).toEqual(expected);
    const exported: HistoryEntry[] = [];
    for await (const entry of world.ledger.export(filter)) exported.push(entry);
    expect(exported, JSON.stringify(filter)).toEqual(expected);
  }
}

type Filters = readonly (readonly [filter: object, matches: (entry: HistoryEntry) => boolean])[];

/** Every filter alone, and some of them with another one, as they are written in the simplest way. */
function filtersAbout(world: World, one: HistoryEntry, about: HistoryEntry, choice: number): Filters {
  const { event } = one;
  const { seatId, holder } = about;
  const pools = world.model.pools.map(({ ref }) => ref);
  const paidBy = (customerId: string) => (other: LedgerEvent) =>
    other.stream.id === customerId ||
    world.log.some(
      (opened) =>
        opened.type === "PoolOpened" && opened.stream.id === other.stream.id && opened.data.customerId === customerId,
    );
  const payer = world.log.flatMap((opened) => (opened.type === "PoolOpened" ? [opened.data.customerId] : []))[0] ?? "";
  const single: Filters = [
    ...pools.map((ref) => [ref, (entry: HistoryEntry) => entry.event.stream.id === idOf(ref)] as const),
    [{ organizationId: event.organizationId }, (entry) => entry.event.organizationId === event.organizationId],
    [{ types: [event.type] }, (entry) => entry.event.type === event.type],
    [
      { types: ["SeatAssigned", event.type, "PoolOpened"] },
      ({ event: { type } }) => type === "SeatAssigned" || type === "PoolOpened" || type === event.type,
    ],
    [{ actor: { type: "system" } }, (entry) => entry.event.actor.type === "system"],
    [{ actor: { type: "user" } }, (entry) => entry.event.actor.type === "user"],
    [{ from: event.recordedAt }, (entry) => entry.event.recordedAt >= event.recordedAt],
    [{ until: event.recordedAt }, (entry) => entry.event.recordedAt < event.recordedAt],
    [{ customerId: payer }, (entry) => paidBy(payer)(entry.event)],
    ...(seatId ? [[{ seatId }, (entry: HistoryEntry) => entry.seatId === seatId] as const] : []),
    ...(holder
      ? [[{ personId: holder.personId }, (entry: HistoryEntry) => entry.event.personId === holder.personId] as const]
      : []),
    ...(holder?.memberId && holder.personId === holder.memberId
      ? [[{ memberId: holder.memberId }, (entry: HistoryEntry) => entry.event.personId === holder.memberId] as const]
      : []),
  ];
  const pairs = single.flatMap(([first, matchesFirst]) =>
    single.map(
      ([second, matchesSecond]) => [{ ...first, ...second }, matchesFirst, matchesSecond, first, second] as const,
    ),
  );
  const chosen = pairs.filter((_, index) => index % 11 === choice % 11);
  const possible = chosen.filter(([, , , first, second]) => isPossible(first, second, one, world));
  return [
    ...single,
    ...possible.map(([both, first, second]) => [both, (entry: HistoryEntry) => first(entry) && second(entry)] as const),
  ];
}

/** Two that name different things, of which one is foreign to the other, are refused: refusals are tested elsewhere. */
function isPossible(first: object, second: object, { event }: HistoryEntry, world: World): boolean {
  if (Object.keys(first).some((key) => key in second)) return false;
  const both = { ...first, ...second };
  if ("subscriptionId" in both && "orderId" in both) return false;
  if (!("organizationId" in both)) return true;
  const named = Object.values(both).flatMap((value) => (typeof value === "string" ? [value] : []));
  return named.every((id) =>
    world.log.every((other) =>
      [other.stream.id, other.seatId, other.personId].includes(id)
        ? other.organizationId === event.organizationId
        : true,
    ),
  );
}

async function emailFindsWhoHadIt(world: World, choice: number): Promise<void> {
  const all = await everything(world);
  const emails = [...new Set(all.flatMap(({ holder }) => holder?.email ?? []))];
  const email = emails[choice % Math.max(1, emails.length)];
  if (email === undefined) return;
  const found = await everything(world, { email: email.toUpperCase() });
  const had = (entry: HistoryEntry) => entry.holder?.email?.toLowerCase() === email.toLowerCase();
  expect(found.filter(({ seatId }) => seatId !== null)).toEqual(all.filter(had));
  expect(found.filter(({ seatId }) => seatId === null).map(({ event }) => event.stream.kind)).not.toContain("pool");
}

/** Every answer about the past that names people, at every position and to every question. */
async function wholePast(world: World, positions: readonly number[]) {
  const seatIds = [...new Set(world.log.flatMap((event) => event.seatId ?? []))];
  const middle = positions[positions.length >> 1] ?? 0;
  const upTo = positions.at(-1) ?? 0;
  const [from, until] = [middle, upTo].map((at) => world.log.find(({ position }) => position === at)?.recordedAt);
  const opened = world.model.pools.filter(({ ref }) => world.log.some(({ stream }) => stream.id === idOf(ref)));
  return {
    usage: await Promise.all(
      opened.map(({ ref }) =>
        world.ledger.usage({ ...ref, from: from ?? new Date(0), until: until ?? new Date(0), upTo }),
      ),
    ),
    changes: await Promise.all(
      opened.map(({ ref }) => world.ledger.changes({ ...ref, from: middle, until: upTo }).catch(codeOf)),
    ),
    pools: await Promise.all(
      positions.flatMap((position) =>
        world.model.pools.map(({ ref }) => poolIn(world.ledger.asOf(position), ref).catch(codeOf)),
      ),
    ),
    holders: await Promise.all(seatIds.map((seatId) => world.ledger.holders({ seatId }))),
    history: (await everything(world)).slice(0, positions.length),
  };
}

type Named = Readonly<Record<string, unknown>>;

/** The same, with each thing that is about one of these people changed. */
function changed(seen: unknown, people: ReadonlySet<unknown>, change: (about: Named) => Named): unknown {
  return JSON.parse(JSON.stringify(seen), (_key, value) => {
    if (value === null || typeof value !== "object") return value;
    return people.has("role" in value ? value.id : value.personId) ? change(value) : value;
  });
}

function nameless(about: Named): Named {
  const names = { email: null, customerEmail: null, name: null, externalId: null };
  return { ...about, ...Object.fromEntries(Object.entries(names).filter(([name]) => name in about)) };
}

/** Whoever is forgotten loses the seats of today. */
function endless({ until: _, ended: __, ...about }: Named): Named {
  return about;
}

async function forgottenInThePast(world: World, choice: number): Promise<void> {
  const people = world.model.pools.flatMap(({ people: known }) => known);
  const person = people[choice % Math.max(1, people.length)];
  if (!person) return;
  const positions = world.log.map(({ position }) => position);
  const before = await wholePast(world, positions);
  await world.ledger.forgetPerson({ personId: person.id });
  const told = await world.readOn();
  const forgotten = new Set(told.flatMap((event) => (event.type === "PersonForgotten" ? [event.personId] : [])));
  const after = await wholePast(world, positions);
  const erased = changed(before, forgotten, nameless);
  expect(changed(after, forgotten, endless)).toEqual(changed(erased, forgotten, endless));
}

const laws: Readonly<Record<string, (world: World, choice: number) => Promise<void>>> = {
  "asOf at every position is a fold up to it": pastEqualsFold,
  "asOf a time is asOf its last position, by either order": timesAreOne,
  "holders are those of the fold": holdersEqualFold,
  "usage adds up, and its steps are the counts": usageAddsUp,
  "usage of any span is that of the fold": usageOfSpans,
  "changes are how the lists of two moments differ": changesEqualLists,
  "history by each filter is the filtered log": historyEqualsLog,
  "who is forgotten is nameless in all the past, and nothing else of it changes": forgottenInThePast,
  "an e-mail finds what happened to whoever had it then": emailFindsWhoHadIt,
};

describe.each(engines)("on $name", (engine: Engine) => {
  test.each(Object.entries(laws))("%s", { timeout: propertyTimeoutMs }, async (name, law) => {
    await fc.assert(everyEnding(engine, law), propertyRuns(name, fewer(engine, part)));
  });

  test("asOf answers what was answered then", { timeout: propertyTimeoutMs }, async () => {
    const property = everyHistory(engine, () => pastAnswersThat([]));
    await fc.assert(property, propertyRuns("asOf answers what was answered then", fewer(engine, part)));
  });
});
