// The door of the operations that go through the whole ledger.

import { z } from "zod";
import { checked } from "../../arguments.ts";
import type { Progress } from "./inspection.ts";

/** How to go through the whole ledger. */
export interface UpkeepOptions {
  /** Gives up between two pages: rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called every few milliseconds with how far it has come: in events, of a backup in bytes. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

const schema = z
  .strictObject({
    signal: z.instanceof(AbortSignal, { error: "must be an AbortSignal" }).nullish(),
    onProgress: z
      .custom<(progress: Progress) => void>((given) => typeof given === "function", "must be a function")
      .nullish(),
  })
  .prefault({});

export function checkedUpkeep(options: unknown): {
  readonly signal: AbortSignal | null;
  readonly onProgress: ((progress: Progress) => void) | null;
} {
  const { signal, onProgress } = checked(schema, options);
  signal?.throwIfAborted();
  return { signal: signal ?? null, onProgress: onProgress ?? null };
}
