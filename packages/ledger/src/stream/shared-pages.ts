// Pages of the log for all who follow it: those who follow the same scope share each reading of what is new, and one object for
// each event; of history everybody reads his own. What was read is kept only while somebody is still on his way to it. It knows
// nothing of who follows.

import type { LedgerEvent } from "../answers/event.ts";
import { streamKindOf } from "../domain/events.ts";
import type { Store } from "../store/port.ts";
import type { StreamNames } from "../store/stream-names.ts";
import type { CommitSignal, CommittedEvent } from "./commit-signal.ts";
import { type EventPage, readPage, type WholePage } from "./event-pages.ts";
import type { EventScope } from "./event-scope.ts";
import { frozen } from "./frozen.ts";
import { Turns } from "./turns.ts";

/** Each of fewer than 1,000 events: some 16 MB at most. */
const mostKept = 16;

/** Events. */
const mostJoined = 500;

/** Of one scope, what stands in the log after a position. */
interface Stretch {
  readonly after: number;
  readonly page: Promise<EventPage>;
  /** Whether something was committed since it was read. */
  isOld: boolean;
}

export class SharedPages {
  readonly #store: Store;
  readonly #commits: CommitSignal;
  /** The last one that was read of each scope. */
  readonly #kept = new Map<string, Stretch>();
  readonly #turns = new Turns(() => this.#rest());
  #stopListening: (() => void) | null = null;

  constructor(store: Store, commits: CommitSignal) {
    this.#store = store;
    this.#commits = commits;
  }

  /** Resolves when it is one's turn to ask for another page. */
  turn(): Promise<void> {
    return this.#turns.next();
  }

  /**
   * The next events of the scope after a position, with everything of which a commit was told before it was asked, and, where no
   * more is left, everything up to `seen`: a position of the log of which the caller may know before the commit is told.
   */
  async read(scope: EventScope, after: number, names: StreamNames, seen: number): Promise<EventPage> {
    const key = this.#keyOf(scope, after);
    const kept = this.#kept.get(key);
    const known = kept && after >= kept.after ? await kept.page.catch(() => null) : null;
    if (!kept || !known || known.more || after > known.upTo)
      return await this.#keep(key, after, this.#readAfter(scope, after, names));
    if (!kept.isOld && known.upTo >= seen) return partAfter(after, known);
    // Somebody else has read on already while this one waited.
    if (this.#kept.get(key) !== kept) return await this.read(scope, after, names, seen);
    const isLong = known.events.length >= mostJoined;
    const next = this.#readAfter(scope, known.upTo, names);
    const joined = next.then((page) => joinedTo(known, page));
    if (isLong) this.#keep(key, known.upTo, next);
    else this.#keep(key, kept.after, joined);
    return partAfter(after, await joined);
  }

  /** Whoever is behind the others goes by himself, or with those at the very same position. */
  #keyOf({ pool, organization, types }: EventScope, after: number): string {
    const key = JSON.stringify([pool, organization, types]);
    const kept = this.#kept.get(key);
    return kept && after < kept.after ? `${key} ${after}` : key;
  }

  async #readAfter(scope: EventScope, after: number, names: StreamNames): Promise<EventPage> {
    const page = await this.#store.read(() => readPage(scope, after, names));
    // History is shared with nobody, and to freeze an event takes a third of the time in which it is read.
    if (!page.more) page.events.forEach(frozen);
    return page;
  }

  #keep(key: string, after: number, page: Promise<EventPage>): Promise<EventPage> {
    if (this.#stopListening === null) {
      this.#stopListening = this.#commits.listen(["log"], (event) => this.#committed(event));
      // Once all have had their turn it is dropped.
      void this.#turns.next();
    }
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(key, { after, page, isOld: false });
    return page;
  }

  #committed(event: CommittedEvent | null): void {
    // Who was forgotten is no longer in what was read before.
    if (event === null || streamKindOf[event.type] === "organization") this.#kept.clear();
    for (const kept of this.#kept.values()) kept.isOld = true;
  }

  #rest(): void {
    this.#kept.clear();
    this.#stopListening?.();
    this.#stopListening = null;
  }
}

type PageAsList = EventPage & { readonly events: readonly LedgerEvent[] };

function joinedTo(known: WholePage, next: EventPage): PageAsList {
  return { ...next, events: [...known.events, ...next.events] };
}

function partAfter(after: number, { events, upTo, more }: PageAsList): EventPage {
  const first = events.findIndex(({ position }) => position > after);
  return { events: first === -1 ? [] : events.slice(first), upTo, more };
}
