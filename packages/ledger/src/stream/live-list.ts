// A list that stays up to date for all who watch it: one reading serves them all. Of many changes it shows the last one
// only ("latest" is the name of that rule, docs/decisions/0011): whoever is slow finds the newest list, never a queue.

import { setImmediate } from "node:timers/promises";
import { Observable, type Subscriber } from "rxjs";
import type { CommitSignal, CommittedEvent, Topic } from "./commit-signal.ts";
import type { PoliteReads } from "./polite-reads.ts";
import { atOnce } from "./turns.ts";

/** What is watched, and how it is read. */
export interface ListSource<List> {
  readonly topics: readonly Topic[];
  /** Whether the list may be another one after this event; null is one that is not known. */
  concerns(event: CommittedEvent | null): boolean;
  /** The list now: the same object again where it is as it was. */
  read(): Promise<ListAt<List>>;
}

/** A list, and a position of the log up to which it holds everything. */
export interface ListAt<List> {
  readonly list: List;
  readonly position: number;
}

/** The lists of one kind that somebody watches, by what they are of. */
export type LiveLists<List> = (key: string, open: () => Promise<ListSource<List>>) => Observable<ListAt<List>>;

export function createLiveLists<List>(commits: CommitSignal, reads: PoliteReads): LiveLists<List> {
  const watched = new Map<string, LiveList<List>>();
  return (key, open) =>
    new Observable((subscriber) => {
      const list: LiveList<List> =
        watched.get(key) ??
        new LiveList(commits, reads, open, () => {
          if (watched.get(key) === list) watched.delete(key);
        });
      watched.set(key, list);
      list.join(subscriber);
      return () => list.leave(subscriber);
    });
}

class LiveList<List> {
  readonly #commits: CommitSignal;
  readonly #reads: PoliteReads;
  readonly #open: () => Promise<ListSource<List>>;
  readonly #gone: () => void;
  /** Who watches, and the list that each has seen last. */
  readonly #subscribers = new Map<Subscriber<ListAt<List>>, List | null>();
  readonly #refresh = () => this.#readNow();
  readonly #complete = () => this.#endAll((subscriber) => subscriber.complete());
  #source: ListSource<List> | null = null;
  /** Whether a reading is about to begin for those who have just joined. */
  #isDue = false;
  #reading = false;
  #again = false;
  #stopListening = () => {};

  constructor(commits: CommitSignal, reads: PoliteReads, open: () => Promise<ListSource<List>>, gone: () => void) {
    this.#commits = commits;
    this.#reads = reads;
    this.#open = open;
    this.#gone = gone;
    commits.ended.addEventListener("abort", this.#complete, { once: true });
  }

  /** Shows the list as it is at this moment at the earliest, so that everybody finds what was answered before. */
  join(subscriber: Subscriber<ListAt<List>>): void {
    this.#subscribers.set(subscriber, null);
    void this.#readSoon();
  }

  leave(subscriber: Subscriber<ListAt<List>>): void {
    if (this.#subscribers.delete(subscriber) && this.#subscribers.size === 0) this.#end();
  }

  /** For all together who join in this turn of the event loop. */
  async #readSoon(): Promise<void> {
    if (this.#isDue) return;
    this.#isDue = true;
    await setImmediate();
    this.#isDue = false;
    await this.#readNow();
  }

  async #readNow(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#again && this.#subscribers.size > 0) {
        this.#again = false;
        this.#reads.forget(this.#refresh);
        const source = this.#source ?? (await this.#opened());
        const watching = [...this.#subscribers.keys()];
        await this.#show(await source.read(), watching);
      }
    } catch (error) {
      this.#endAll((subscriber) => subscriber.error(error));
    }
    this.#reading = false;
  }

  /** Listening begins before the first reading: what is committed in between asks for the next one. */
  async #opened(): Promise<ListSource<List>> {
    const source = await this.#open();
    this.#source = source;
    if (this.#subscribers.size === 0) return source;
    this.#stopListening = this.#commits.listen(source.topics, (event) => {
      if (source.concerns(event)) this.#reads.ask(this.#refresh);
    });
    return source;
  }

  /** To those who watched when it was read, for whoever joined since may know of more. A few of them in each turn. */
  async #show(latest: ListAt<List>, watching: readonly Subscriber<ListAt<List>>[]): Promise<void> {
    let told = 0;
    for (const subscriber of watching) {
      const seen = this.#subscribers.get(subscriber);
      if (seen === undefined || seen === latest.list) continue;
      this.#subscribers.set(subscriber, latest.list);
      subscriber.next(latest);
      told += 1;
      if (told % atOnce === 0) await setImmediate();
    }
  }

  #endAll(end: (subscriber: Subscriber<ListAt<List>>) => void): void {
    const subscribers = [...this.#subscribers.keys()];
    this.#subscribers.clear();
    this.#end();
    for (const subscriber of subscribers) end(subscriber);
  }

  #end(): void {
    this.#gone();
    this.#stopListening();
    this.#reads.forget(this.#refresh);
    this.#commits.ended.removeEventListener("abort", this.#complete);
  }
}
