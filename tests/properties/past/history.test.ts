// history and export tell the log, by every filter alone and with another one.

import type { HistoryEntry, LedgerEvent } from "seat-ledger";
import { expect } from "vitest";
import type { World } from "../world.ts";
import { naiveEntries } from "./naive-past.ts";
import { everything, holds, idOf } from "./questions.ts";

async function historyEqualsLog(world: World, choice: number): Promise<void> {
  const all = await everything(world);
  expect(all.map(({ event }) => event)).toEqual(world.log);
  expect(all.map(({ request }) => request)).toEqual(all.map(({ position }) => world.requests.get(position) ?? null));
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

holds({
  "history by each filter is the filtered log": historyEqualsLog,
  "an e-mail finds what happened to whoever had it then": emailFindsWhoHadIt,
});
