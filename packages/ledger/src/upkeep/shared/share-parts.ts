// Shares the parts of an inspection between the caller's thread and others that are started for it. What no thread could be
// started for, or did not come to, the caller's does. What a thread failed with is told.

import { invariant } from "../../invariant.ts";
import type { ReadingThread, Store } from "../../store/port.ts";
import { inspectPart, work } from "./inspect-part.ts";
import type { Part, PartFound, Walked } from "./inspected-part.ts";
import type { Looking } from "./inspection.ts";

/** Who looks at the parts. */
export interface Workers {
  readonly threads: number;
  /** Whether the caller's thread takes part: otherwise it does only what no thread can do. */
  readonly isCallerOne: boolean;
}

type Thread = ReadingThread<Part, Walked, PartFound>;

/** Hears what is told on the way, and says what is kept of a part as soon as it was looked at. */
export interface Listener<Kept> {
  readonly onWalked: (walked: Walked) => void;
  readonly keep: (found: PartFound) => Kept;
}

/** Answers what was kept of each part, in their order, and how many threads found any of it. */
export async function shareParts<Kept extends object>(
  looking: Looking & { readonly store: Store },
  parts: readonly Part[],
  workers: Workers,
  { onWalked, keep }: Listener<Kept>,
): Promise<{ readonly kept: readonly Kept[]; readonly threads: number }> {
  const { store, signal } = looking;
  const stop = new AbortController();
  const stopping = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const kept: Kept[] = [];
  const left = [...parts.entries()];
  const helpful = new Set<Thread>();

  async function inThread(thread: Thread): Promise<void> {
    for (let next = left.shift(); next; next = left.shift()) {
      const [index, part] = next;
      const found = await thread.run(part, onWalked);
      if (!found) {
        left.push(next);
        return;
      }
      kept[index] = keep(found);
      helpful.add(thread);
    }
  }

  async function here(): Promise<void> {
    for (let next = left.shift(); next; next = left.shift()) {
      stopping.throwIfAborted();
      const [index, part] = next;
      kept[index] = keep(await inspectPart({ store, signal: stopping }, part, onWalked));
    }
  }

  signal?.throwIfAborted();
  const threads = startThreads(store, workers.threads);
  const end = async () => void (await Promise.all(threads.map((thread) => thread.end())));
  signal?.addEventListener("abort", end);
  const working = [...threads.map(inThread), ...(workers.isCallerOne ? [here()] : [])];
  try {
    await Promise.all(working);
    await here();
    signal?.throwIfAborted();
    invariant(
      parts.every((_, index) => kept[index]),
      "every part was looked at",
    );
    return { kept, threads: helpful.size };
  } finally {
    signal?.removeEventListener("abort", end);
    // Where one failed, nobody goes on.
    stop.abort();
    await end();
    await Promise.allSettled(working);
  }
}

function startThreads(store: Store, count: number): readonly Thread[] {
  const threads: Thread[] = [];
  try {
    // A bundle may not know where it stands.
    const inspecting = { url: new URL("./inspect-part.js", import.meta.url), work };
    while (threads.length < count) {
      const thread = store.startThread?.(inspecting);
      if (!thread) break;
      threads.push(thread);
    }
  } catch {
    // Nor does Node always allow threads: without them it takes longer.
  }
  return threads;
}
