// Finding events by what they are about. Each statement is led by the one filter whose index or term gives the fewest events,
// and all others are checked on those alone; the positions come first, so that only the events of a page are read.

import { sql } from "kysely";
import type { EventType, RecordedEvent } from "../domain/events.ts";
import { eventOf } from "./event-codec.ts";
import type { EventFilter } from "./event-filter.ts";
import { byIndex, byTerm, checking, type LeadingByTerm, leadsByIndex, typeAmong } from "./history-conditions.ts";
import { eventRows, isOfSeat, readHead } from "./log-queries.ts";
import { placesFor } from "./places.ts";
import { ask, type Reads } from "./port.ts";
import { type Arguments, type Bound, query } from "./query.ts";
import { blockOf, isInBlock } from "./term-queries.ts";

/** Which part of the log, in order. */
export interface Stretch {
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

type Name = keyof EventFilter;
type Checked = Exclude<Name, "types">;

/** The first one that is given leads: from the fewest events to the most. */
const leaders: readonly Name[] = [
  "seatId",
  "emailKey",
  "personId",
  "memberId",
  "pool",
  "customer",
  "actorId",
  "types",
  "actorType",
  "organization",
];

/** The positions of the next events that match, in order. */
export function* readPositions(filter: EventFilter, stretch: Stretch): Reads<readonly number[]> {
  const { types, ...values } = filter;
  const asked: Asked = {
    given: leaders.filter((name): name is Checked => filter[name] !== null && name !== "types"),
    types: types ?? [],
    values,
  };
  const leader = leaders.find((name) => filter[name] !== null) ?? null;
  if (leader === null || leadsByIndex(leader)) return yield* found(leader, asked, stretch);
  const { indexed } = yield* readHead();
  const inIndex = { ...stretch, upTo: Math.min(stretch.upTo, indexed) };
  const early = yield* inWindows(isOfAnyOrganization(leader, filter.organization !== null), inIndex, (part) =>
    foundByTerm(leader, asked, part),
  );
  // What is in no index yet is looked through.
  const left = { ...stretch, after: Math.max(stretch.after, indexed), limit: stretch.limit - early.length };
  return left.limit > 0 && left.after < left.upTo ? [...early, ...(yield* found(null, asked, left))] : early;
}

/** Which filters have to match, and with what. */
interface Asked {
  readonly given: readonly Checked[];
  readonly types: readonly EventType[];
  readonly values: Omit<EventFilter, "types">;
}

/** Types and kinds of actors stand in the index by organization: of all of them together they are not in order. */
function isOfAnyOrganization(leader: LeadingByTerm, isOfOne: boolean): boolean {
  return !isOfOne && (leader === "types" || leader === "actorType");
}

const firstWindow = 1_024;

/**
 * What is not in order has to be sorted before the first of it is known: so it is looked for in a short part of the log, then
 * in longer and longer ones, until there is enough.
 */
function* inWindows(
  isUnsorted: boolean,
  stretch: Stretch,
  find: (part: Stretch) => Reads<readonly number[]>,
): Reads<readonly number[]> {
  if (!isUnsorted) return yield* find(stretch);
  const positions: number[] = [];
  let { after } = stretch;
  for (let window = firstWindow; after < stretch.upTo && positions.length < stretch.limit; window *= 2) {
    const upTo = Math.min(stretch.upTo, after + window);
    positions.push(...(yield* find({ after, upTo, limit: stretch.limit - positions.length })));
    after = upTo;
  }
  return positions;
}

function* foundByTerm(leader: LeadingByTerm, asked: Asked, stretch: Stretch): Reads<readonly number[]> {
  if (leader !== "types") return yield* found(leader, asked, stretch);
  // Each type comes in the order of the log from its own part of the index; all of them are merged here.
  const positions: number[] = [];
  for (const type of asked.types) positions.push(...(yield* found(leader, { ...asked, types: [type] }, stretch)));
  return positions.toSorted((one, other) => one - other).slice(0, stretch.limit);
}

function* found(leader: Name | null, { given, types, values }: Asked, stretch: Stretch): Reads<readonly number[]> {
  const named = Object.fromEntries(types.map((type, index) => [`type${index}`, type]));
  const rows = yield* ask(candidates(leader, given, types.length)({ ...values, ...stretch, ...named }));
  return rows.map(({ position }) => position);
}

// Several at once: a statement for each would cost several times the event. Positions begin with 1.
const positionsAtOnce = placesFor<number>(50, 0);
const eventsAt = query((db, args: Arguments) =>
  eventRows(db).where("events.position", "in", positionsAtOnce.among(args)).orderBy("events.position"),
);

/** The events at these positions, which are in order. */
export function* readAt(positions: readonly number[]): Reads<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (const part of positionsAtOnce.parts(positions)) {
    for (const row of yield* ask(eventsAt(part))) events.push(eventOf(row));
  }
  return events;
}

type Candidates = (values: Arguments) => Bound<{ readonly position: number }>;
const known = new Map<string, Candidates>();

/** The statement for a set of filters: there are few sets in use, and each is compiled once. */
function candidates(leader: Name | null, given: readonly Checked[], types: number): Candidates {
  const key = `${leader} ${given.join(" ")} ${types}`;
  const made = known.get(key) ?? candidatesQuery(leader, given, types);
  known.set(key, made);
  return made;
}

function candidatesQuery(leader: Name | null, given: readonly Checked[], types: number): Candidates {
  return query((db, args: Arguments) => {
    const isByTerm = leader !== null && !leadsByIndex(leader);
    const isOfAny = isByTerm && isOfAnyOrganization(leader, given.includes("organization"));
    const rows = isByTerm
      ? db
          .selectFrom("event_terms")
          .crossJoin("events")
          .where(isInBlock(sql.ref("events.position")))
          .where(byTerm(leader, given.includes("organization"), args))
          .where("event_terms.block", ">=", blockOf(sql`${args["after"]} + 1`))
          .where("event_terms.block", "<=", blockOf(sql`${args["upTo"]}`))
          // Where many terms lead, two of them may lead to the same event; it has to be sorted in any case.
          .$if(isOfAny, (found) => found.distinct())
          .$if(!isOfAny, (found) => found.orderBy("event_terms.block"))
      : db.selectFrom(["events"]);
    // The plus keeps the database from leading by these where the blocks do.
    const position = isByTerm ? sql<number>`+events.position` : sql.ref<number>("events.position");
    const conditions = [
      ...(leader !== null && leadsByIndex(leader) ? [byIndex(leader, args)] : []),
      ...given.filter((name) => name !== leader || isByTerm).map((name) => checking(name, args)),
      ...(types > 0 ? [typeAmong(types, args)] : []),
    ];
    return conditions
      .reduce((matching, condition) => matching.where(condition), rows)
      .select("events.position")
      .where(position, ">", sql<number>`${args["after"]}`)
      .where(position, "<=", sql<number>`${args["upTo"]}`)
      .orderBy("events.position")
      .limit(sql<number>`${args["limit"]}`);
  });
}

const holderTold = query((db, args: { seatId: string; version: number }) =>
  eventRows(db)
    .where(isOfSeat(sql`${args.seatId}`))
    .where("events.version", "<=", args.version)
    .where("events.version", ">=", (begun) =>
      begun
        .selectFrom("events as beginnings")
        .where(isOfSeat(sql`${args.seatId}`, "beginnings"))
        .where("beginnings.version", "<=", args.version)
        .where("beginnings.type", "in", ["SeatAssigned", "SeatGranted"])
        .orderBy("beginnings.version", "desc")
        .limit(1)
        .select("beginnings.version"),
    )
    .where("events.type", "in", ["SeatAssigned", "SeatGranted", "HolderChanged", "InvitationResumed", "SeatResumed"])
    .orderBy("events.version"),
);

/** How the holding that was running in a seat at a version named its holder, up to it. */
export function* readHolderTold(seatId: string, version: number): Reads<readonly RecordedEvent[]> {
  return (yield* ask(holderTold({ seatId, version }))).map(eventOf);
}
