// The door of the operations that go through the whole ledger.

import { z } from "zod";
import { checked } from "../../arguments.ts";
import type { Progress } from "./inspection.ts";

/** How to go through the whole ledger. */
export interface UpkeepOptions {
  /** Gives up, at the latest between two pages: rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called every few milliseconds with how far it has come: in events, of a backup in bytes. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** How to verify. */
export interface VerifyOptions extends UpkeepOptions {
  /**
   * In how many threads of its own it works, at most 16: the caller's stays free for everybody else. With 0 it works in the
   * caller's, by turns with everybody else. Unless said otherwise it works there and, where there are at least 100,000
   * events, in one thread more for each further processor, at most 3. A ledger in memory, and one that cannot be written, is
   * read in the caller's alone, and so is every other where no thread can start. Each thread takes some 60 MB.
   */
  readonly threads?: number | undefined;
}

const mostThreads = 16;

const upkeep = z.strictObject({
  signal: z.instanceof(AbortSignal, { error: "must be an AbortSignal" }).nullish(),
  onProgress: z
    .custom<(progress: Progress) => void>((given) => typeof given === "function", "must be a function")
    .nullish(),
});
const schema = upkeep.prefault({});
const verifySchema = upkeep.extend({ threads: z.int().min(0).max(mostThreads).nullish() }).prefault({});

interface Checked {
  readonly signal: AbortSignal | null;
  readonly onProgress: ((progress: Progress) => void) | null;
}

export function checkedUpkeep(options: unknown): Checked {
  return begun(checked(schema, options));
}

/** `threads` is null where nothing is said of them. */
export function checkedVerify(options: unknown): Checked & { readonly threads: number | null } {
  const { threads, ...others } = checked(verifySchema, options);
  return { ...begun(others), threads: threads ?? null };
}

function begun({ signal, onProgress }: z.infer<typeof schema>): Checked {
  signal?.throwIfAborted();
  return { signal: signal ?? null, onProgress: onProgress ?? null };
}
