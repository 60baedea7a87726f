// The committed events of the log, in order: history first, then live, with no gap and no double, for one cursor walks
// the log and a commit, here or in another process, only wakes it up. It keeps one page and drops nothing: who is slow
// reads again from the log ("log" is the name of that rule, docs/decisions/0011).

import { Observable } from "rxjs";
import type { LedgerEvent } from "../answers/event.ts";
import { readHead } from "../store/log-queries.ts";
import type { Store } from "../store/port.ts";
import { StreamNames } from "../store/stream-names.ts";
import { Bell, type CommitSignal, type CommittedEvent, type Topic } from "./commit-signal.ts";
import type { EventPage } from "./event-pages.ts";
import type { EventScope } from "./event-scope.ts";
import { EventsOfPages } from "./events-of-pages.ts";
import type { SharedPages } from "./shared-pages.ts";

export interface Following {
  readonly scope: EventScope;
  readonly after: number;
  readonly signal: AbortSignal;
  /** Told once, when everything was taken that was in the log at the beginning. */
  readonly onCaughtUp: ((position: number) => void) | null;
}

/** From where events are followed. */
export interface EventSource {
  readonly store: Store;
  readonly pages: SharedPages;
  readonly commits: CommitSignal;
}

/**
 * Every page after a position, also one without an event where the log has grown; ends with the signal and the ledger. The first
 * one after which nothing is left reaches as far as `seen`.
 */
export async function* eventPages(
  pages: SharedPages,
  commits: CommitSignal,
  { scope, after, signal, seen = 0 }: Omit<Following, "onCaughtUp"> & { readonly seen?: number },
): AsyncGenerator<EventPage, void, undefined> {
  const bell = new Bell();
  const names = new StreamNames();
  const ring = () => bell.ring();
  // Listening begins before reading: what is committed in between rings.
  const stop = commits.listen([topicOf(scope)], (event) => {
    if (isAmong(scope, event)) bell.ring();
  });
  const ends = [signal, commits.ended];
  for (const end of ends) end.addEventListener("abort", ring);
  const isOver = () => ends.some(({ aborted }) => aborted);
  try {
    for (let from = after; !isOver(); ) {
      const page = await pages.read(scope, from, names, seen);
      from = page.upTo;
      yield page;
      if (!page.more) await bell.rung();
      await pages.turn();
    }
  } finally {
    for (const end of ends) end.removeEventListener("abort", ring);
    stop();
  }
}

/**
 * Every committed event of the scope after a position, for ever: ends with the signal and the ledger. `begin` is asked when the
 * first event is.
 */
export function committedEvents(
  source: EventSource,
  begin: () => Promise<Asked>,
): AsyncGenerator<LedgerEvent, void, undefined> {
  const left = new AbortController();
  let asked: AbortSignal | null = null;
  const pages = follow(source, async () => {
    const { signal, ...following } = await begin();
    asked = signal;
    return { ...following, signal: signal ? AbortSignal.any([signal, left.signal]) : left.signal };
  });
  return new EventsOfPages(pages, {
    isOver: () => left.signal.aborted || source.commits.ended.aborted || (asked?.aborted ?? false),
    leave: () => left.abort(),
  });
}

/** What a caller asks for; null: until the loop is left. */
type Asked = Omit<Following, "signal"> & { readonly signal: AbortSignal | null };

/** The events page by page. A page is asked for when everything before it was taken. */
async function* follow(
  { store, pages, commits }: EventSource,
  begin: () => Promise<Following>,
): AsyncGenerator<Iterable<LedgerEvent>, void, undefined> {
  const following = await begin();
  const { onCaughtUp } = following;
  let history = onCaughtUp ? (await store.read(readHead)).position : null;
  for await (const { events, upTo } of eventPages(pages, commits, { ...following, seen: history ?? 0 })) {
    if (history === null || upTo < history) {
      yield events;
      continue;
    }
    const last = history;
    const all = [...events];
    const before = all.filter(({ position }) => position <= last);
    yield before;
    history = null;
    onCaughtUp?.(last);
    yield all.slice(before.length);
  }
}

function topicOf({ pool, organization }: EventScope): Topic {
  if (pool !== null) return `stream ${pool}`;
  return organization === null ? "log" : `organization ${organization}`;
}

/** What is not known may be. */
function isAmong({ types }: EventScope, event: CommittedEvent | null): boolean {
  return types === null || event === null || types.includes(event.type);
}

/** An observable of what an async generator yields; unsubscribing ends the generator. */
export function observableOf<Value>(run: (signal: AbortSignal) => AsyncGenerator<Value>): Observable<Value> {
  return new Observable((subscriber) => {
    const stop = new AbortController();
    const pump = async () => {
      for await (const value of run(stop.signal)) {
        if (subscriber.closed) return;
        subscriber.next(value);
      }
      subscriber.complete();
    };
    pump().catch((error: unknown) => subscriber.error(error));
    return () => stop.abort();
  });
}
