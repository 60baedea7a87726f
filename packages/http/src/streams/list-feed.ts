// A list as a feed: the list now, then after each change, each with a position from which a client can go on. Of several
// changes a client that is slow finds the last one only.

import { written } from "../wire/written.ts";
import type { StreamEvent } from "./event-stream.ts";
import { latestOf, type Source } from "./latest.ts";

export interface WatchedList<List extends object> {
  /** Watches the list; `onPosition` hears before each one of which position it is. */
  readonly watch: (onPosition: (position: number) => void) => Source<List>;
  /** Whether the list may have changed after a position, up to another one. */
  readonly changedSince: (after: number, upTo: number) => Promise<boolean>;
  readonly toWire: (list: List) => object;
}

interface Placed<List> {
  readonly list: List;
  readonly position: number;
}

/**
 * Rejects where the list can't be read. A client that goes on after a position is told the list at once where it may have
 * changed since, else with the next change.
 */
export async function listFeed<List extends object>(
  { watch, changedSince, toWire }: WatchedList<List>,
  after: number | null,
  ended: AbortSignal,
): Promise<AsyncIterable<StreamEvent>> {
  const lists = latestOf(placed(watch), ended);
  const first = await lists.next();

  async function* events(): AsyncGenerator<StreamEvent, void, undefined> {
    try {
      if (first.done) return;
      const { position } = first.value;
      // Asked of the list that was read, not of now: what changes meanwhile comes with the next list.
      if (after === null || (await changedSince(after, position))) yield eventOf(first.value);
      for await (const list of lists) yield eventOf(list);
    } finally {
      await lists.return();
    }
  }

  function eventOf({ list, position }: Placed<List>): StreamEvent {
    return { id: position, data: written(list, toWire) };
  }

  return events();
}

function placed<List>(watch: WatchedList<List & object>["watch"]): Source<Placed<List>> {
  return {
    subscribe(observer) {
      let position = 0;
      const source = watch((now) => {
        position = now;
      });
      return source.subscribe({ ...observer, next: (list) => observer.next({ list, position }) });
    },
  };
}
