// The log page by page, as far as a scope reaches, each led by the index that gives the fewest events.

import { eventAnswer, type LedgerEvent } from "../answers/event.ts";
import type { RecordedEvent } from "../domain/events.ts";
import type { EventFilter } from "../store/event-filter.ts";
import { readAt, readPositions } from "../store/history-queries.ts";
import { readHead } from "../store/log-queries.ts";
import { type ScannedRow, scanAfter } from "../store/log-scan.ts";
import { versionAt } from "../store/moment-queries.ts";
import type { Reads } from "../store/port.ts";
import type { StreamNames } from "../store/stream-names.ts";
import { readHeadersAfter, readLastVersion, readStreamAfter } from "../store/stream-queries.ts";
import type { EventScope } from "./event-scope.ts";
import { toldEvent } from "./told-event.ts";

const pageSize = 500;
/** Headers are short, and many of them are passed over. */
const headersAtOnce = 1_000;

/** The next events of a scope. Where there may be more already they are history, which nobody shares. */
export type EventPage = WholePage | HistoryPage;

interface Page {
  /** Up to here nothing is left that would belong into the scope. */
  readonly upTo: number;
}

export interface WholePage extends Page {
  readonly events: readonly LedgerEvent[];
  readonly more: false;
}

export interface HistoryPage extends Page {
  /** To be walked through before the next page is read. */
  readonly events: Iterable<LedgerEvent>;
  readonly more: true;
}

/** The next events of the scope after a position. */
export function* readPage(scope: EventScope, after: number, names: StreamNames): Reads<EventPage> {
  if (scope.pool !== null) return answers(yield* pageOfPool(scope.pool, scope, after));
  if (scope.organization !== null) return answers(yield* pageOfOrganization(scope.organization, scope, after));
  if (scope.types !== null) return answers(yield* pageOfTypes(scope, after));
  const rows = yield* scanAfter(after, pageSize, names);
  const upTo = rows.at(-1)?.[0] ?? after;
  if (rows.length === pageSize) return { events: toldWhenTaken(rows, names), upTo, more: true };
  return { events: rows.map((row) => toldEvent(row, names)), upTo, more: false };
}

/**
 * Each event is made when it is taken. Made a page at a time, nearly all of them could outlive a collection while the heap was
 * small; from then on the engine took them for long-lived, and collecting them there took up to a third of a walk.
 */
function toldWhenTaken(rows: readonly ScannedRow[], names: StreamNames): Iterable<LedgerEvent> {
  return {
    [Symbol.iterator](): Iterator<LedgerEvent, void> {
      let taken = 0;
      return {
        next() {
          const row = rows[taken];
          if (row === undefined) return { value: undefined, done: true };
          taken += 1;
          return { value: toldEvent(row, names), done: false };
        },
      };
    },
  };
}

interface RecordedPage extends Page {
  readonly events: readonly RecordedEvent[];
  readonly more: boolean;
}

function answers({ events, ...page }: RecordedPage): EventPage {
  return { ...page, events: events.map(eventAnswer) };
}

/** In its stream, by the version: what was told already costs nothing. */
function* pageOfPool(pool: number, { types }: EventScope, after: number): Reads<RecordedPage> {
  const last = yield* readLastVersion(pool);
  const version = yield* versionAt(pool, last, { by: "recorded", position: after });
  const events = yield* readStreamAfter(pool, version, pageSize);
  const more = events.length === pageSize;
  return {
    events: events.filter(({ type }) => types?.includes(type) ?? true),
    upTo: yield* endOf(events, more, after),
    more,
  };
}

function* pageOfOrganization(organization: number, { types }: EventScope, after: number): Reads<RecordedPage> {
  const upTo = (yield* readHead()).position;
  const filter: EventFilter = { ...nothing, organization, types };
  const events = yield* readAt(yield* readPositions(filter, { after, upTo, limit: pageSize }));
  const more = events.length === pageSize;
  return { events, upTo: yield* endOf(events, more, after), more };
}

/** Types are found by index within an organization only: in the whole log their names are looked at one by one. */
function* pageOfTypes({ types }: EventScope, after: number): Reads<RecordedPage> {
  const headers = yield* readHeadersAfter(after, headersAtOnce);
  const wanted = headers.filter(({ type }) => types?.includes(type) ?? true).slice(0, pageSize);
  const events = yield* readAt(wanted.map(({ position }) => position));
  const isFull = events.length === pageSize;
  const upTo = (isFull ? events.at(-1) : headers.at(-1))?.position ?? after;
  return { events, upTo, more: isFull || headers.length === headersAtOnce };
}

function* endOf(events: readonly RecordedEvent[], more: boolean, after: number): Reads<number> {
  if (more) return events.at(-1)?.position ?? after;
  return Math.max(after, (yield* readHead()).position);
}

const nothing = {
  ...{ seatId: null, emailKey: null, personId: null, memberId: null, pool: null, customer: null },
  ...{ actorId: null, actorType: null },
} as const;
