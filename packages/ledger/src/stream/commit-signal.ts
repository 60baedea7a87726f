// Tells who waits what was committed, by this process or another one: each listener hears of its topics alone. It holds no
// events: what it cannot tell, a listener reads from the log.

import type { Append } from "../store/append.ts";
import { readHead } from "../store/log-queries.ts";
import type { Store } from "../store/port.ts";
import { type EventHeader, readHeadersAfter } from "../store/stream-queries.ts";

/** What somebody may want to hear of: every event, those of one stream or one organization, or any write of other processes. */
export type Topic = "log" | "file" | `stream ${number}` | `organization ${number}`;

/** As much of a committed event as tells whom it concerns. */
export type CommittedEvent = Omit<EventHeader, "position">;

/** Called with each event of a topic; with null where something happened, and it is not known what. */
export type Heard = (event: CommittedEvent | null) => void;

export interface CommitSignal {
  /** Called after each commit of this process that appended something. */
  committed(appends: readonly Append[]): void;
  /** Called after a commit of this process that other processes hear of, and that appended nothing. */
  stirred(): void;
  /** Aborts when the ledger is closed: every stream ends with it. */
  readonly ended: AbortSignal;
  /** Hears of everything that is committed from now on; answers how to stop. */
  listen(topics: readonly Topic[], heard: Heard): () => void;
  close(): void;
}

/** Where another process wrote more than this at once, everybody looks for himself. */
const mostHeaders = 1_000;

export function createCommitSignal(store: Store): CommitSignal {
  const listeners = new Map<Topic, Set<Heard>>();
  const end = new AbortController();
  let unwatch: (() => void) | null = null;
  /** Up to where the events of other processes were told; null where nobody listened before. */
  let told: number | null = null;
  let looking = false;
  let lookAgain = false;

  return {
    committed(appends) {
      if (listeners.size === 0) return;
      for (const append of appends) {
        const { stream, organization } = numbersOf(append);
        for (const { type, personId } of append.events) tell({ stream, organization, type, personId });
      }
    },
    stirred: () => tellTopic("file", null),
    ended: end.signal,
    listen(topics, heard) {
      // Other processes are watched for only while somebody listens.
      unwatch ??= store.watch(writtenElsewhere);
      for (const topic of topics) listenersOf(topic).add(heard);
      return () => leave(topics, heard);
    },
    close() {
      end.abort();
      rest();
    },
  };

  function listenersOf(topic: Topic): Set<Heard> {
    const known = listeners.get(topic) ?? new Set();
    listeners.set(topic, known);
    return known;
  }

  function leave(topics: readonly Topic[], heard: Heard): void {
    for (const topic of topics) {
      const known = listeners.get(topic);
      known?.delete(heard);
      if (known?.size === 0) listeners.delete(topic);
    }
    if (listeners.size === 0) rest();
  }

  function rest(): void {
    unwatch?.();
    unwatch = null;
    told = null;
  }

  function tell(event: CommittedEvent): void {
    tellTopic(`stream ${event.stream}`, event);
    tellTopic(`organization ${event.organization}`, event);
    tellTopic("log", event);
  }

  function tellTopic(topic: Topic, event: CommittedEvent | null): void {
    const known = listeners.get(topic);
    if (known) for (const heard of known) heard(event);
  }

  function tellEverybody(): void {
    for (const topic of listeners.keys()) tellTopic(topic, null);
  }

  function writtenElsewhere(): void {
    tellTopic("file", null);
    if (looking) lookAgain = true;
    else void look();
  }

  /** Reads what is new since the last look, rather than waking everybody up. */
  async function look(): Promise<void> {
    looking = true;
    do {
      lookAgain = false;
      try {
        await lookOnce();
      } catch {
        // Whoever is woken meets the trouble as it reads.
        tellEverybody();
      }
    } while (lookAgain && listeners.size > 0);
    looking = false;
  }

  async function lookOnce(): Promise<void> {
    const headers = told === null ? null : await store.read(newHeaders(told));
    if (headers !== null && headers.length <= mostHeaders) {
      for (const header of headers) tell(header);
      told = headers.at(-1)?.position ?? told;
      return;
    }
    told = (await store.read(readHead)).position;
    tellEverybody();
  }
}

function newHeaders(after: number) {
  return () => readHeadersAfter(after, mostHeaders + 1);
}

function numbersOf(append: Append): { readonly stream: number; readonly organization: number } {
  switch (append.kind) {
    case "organization":
      return { stream: append.stream, organization: append.stream };
    case "customer":
      return append;
    case "pool":
      return append.refs;
  }
}

/** Remembers that it was rung until somebody has waited for it: what happens between two waits is not missed. */
export class Bell {
  #isRung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Resolves when it was rung since the last time. For one who waits. */
  async rung(): Promise<void> {
    if (!this.#isRung) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    this.#isRung = false;
  }
}
