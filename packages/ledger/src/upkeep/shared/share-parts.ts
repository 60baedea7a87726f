// Shares the parts of an inspection between the caller's thread and others that are started for it. What a thread fails to do
// the caller's does: it meets with the same trouble, and can say what it is.

import { invariant } from "../../invariant.ts";
import type { ReadingThread, Store, ThreadModule } from "../../store/port.ts";
import { inspectPart } from "./inspect-part.ts";
import type { Part, PartFound, Walked } from "./inspected-part.ts";
import type { Looking } from "./inspection.ts";

/** Who looks at the parts. */
export interface Workers {
  readonly threads: number;
  /** Whether the caller's thread takes part: otherwise it does only what no thread can do. */
  readonly isCallerOne: boolean;
}

type Thread = ReadingThread<Part, Walked, PartFound>;

const module: ThreadModule<Part, Walked, PartFound> = { url: new URL("./inspect-part.js", import.meta.url) };

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
  const kept: Kept[] = [];
  const left = [...parts.entries()];
  let helpful = 0;

  async function inThread(thread: Thread): Promise<void> {
    for (let next = left.shift(), isFirst = true; next; next = left.shift(), isFirst = false) {
      const [index, part] = next;
      try {
        kept[index] = keep(await thread.run(part, onWalked));
        if (isFirst) helpful += 1;
      } catch {
        left.push(next);
        return;
      }
    }
  }

  async function here(): Promise<void> {
    for (let next = left.shift(); next; next = left.shift()) {
      looking.signal?.throwIfAborted();
      const [index, part] = next;
      kept[index] = keep(await inspectPart(looking, part, onWalked));
    }
  }

  const threads = startThreads(looking.store, workers.threads);
  const end = async () => void (await Promise.all(threads.map((thread) => thread.end())));
  looking.signal?.addEventListener("abort", end);
  try {
    await Promise.all([...threads.map(inThread), ...(workers.isCallerOne ? [here()] : [])]);
    await here();
    invariant(
      parts.every((_, index) => kept[index]),
      "every part was looked at",
    );
    return { kept, threads: helpful };
  } finally {
    looking.signal?.removeEventListener("abort", end);
    await end();
  }
}

function startThreads(store: Store, count: number): readonly Thread[] {
  const threads: Thread[] = [];
  try {
    while (threads.length < count) {
      const thread = store.startThread?.(module);
      if (!thread) break;
      threads.push(thread);
    }
  } catch {
    // Node may not allow it.
  }
  return threads;
}
