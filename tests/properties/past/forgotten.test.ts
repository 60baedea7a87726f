// Who is forgotten is nameless in every answer about the past, and nothing else of it changes.

import type { HistoryEntry } from "seat-ledger";
import { expect } from "vitest";
import type { World } from "../world.ts";
import { codeOf, everything, holds, idOf } from "./questions.ts";
import { poolIn } from "./snapshots.ts";

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
    history: (await everything(world)).slice(0, positions.length).map(withoutNaming),
  };
}

/** Which reasons name whom is looked at by forgotten-is-gone.test.ts. */
function withoutNaming(entry: HistoryEntry): HistoryEntry {
  const { request } = entry;
  return request?.reason?.startsWith("named ") ? { ...entry, request: { ...request, reason: null } } : entry;
}

/** What was said of requests about these people goes, and from where and with what they asked for others. */
function withoutRequests(entry: HistoryEntry, people: ReadonlySet<unknown>, organizationId: unknown): HistoryEntry {
  const { event, request } = entry;
  if (request === null || event.organizationId !== organizationId) return entry;
  if (people.has(event.personId)) return { ...entry, request: null };
  if (!people.has(event.actor.id)) return entry;
  return { ...entry, request: request.reason === null ? null : { ...request, ip: null, userAgent: null } };
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
  const history = before.history.map((entry) => withoutRequests(entry, forgotten, told.at(-1)?.organizationId));
  const erased = changed({ ...before, history }, forgotten, nameless);
  expect(changed(after, forgotten, endless)).toEqual(changed(erased, forgotten, endless));
}

holds({
  "who is forgotten is nameless in all the past, and nothing else of it changes": forgottenInThePast,
});
