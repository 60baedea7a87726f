// export: what history tells, from beginning to end. One part after the other is read, so that memory stays constant, and
// the end is where the log ended as the export began. Between two parts commands, timers and the signal get their turn.

import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { checked, maybe } from "../arguments.ts";
import { answered, type Query } from "../query.ts";
import { readHead } from "../store/log-queries.ts";
import { filterShape, isOneQuestion, readEntries } from "./history.ts";
import type { HistoryEntry } from "./shared/entries.ts";
import { findScope } from "./shared/scope.ts";

const partSize = 500;

const schema = z.strictObject(filterShape).superRefine(isOneQuestion);
const optionsSchema = z
  .strictObject({ signal: maybe(z.instanceof(AbortSignal, { error: "must be an AbortSignal" })) })
  .prefault({});

/** What is to be exported: the filters of `history`. */
export type ExportArgs = z.input<typeof schema>;

export interface ExportOptions {
  /** Gives up between two entries. */
  readonly signal?: AbortSignal | undefined;
}

interface Part {
  readonly entries: readonly HistoryEntry[];
  /** From where the next part goes on, and where the export ends. */
  readonly after: number;
  readonly upTo: number;
}

/** The entries one by one; `ask` runs the questions. */
export async function* exported(
  query: ExportArgs,
  options: ExportOptions | undefined,
  ask: (part: Query<z.output<typeof schema>, Part>, args: unknown) => Promise<Part>,
): AsyncGenerator<HistoryEntry, void, undefined> {
  const { signal } = checked(optionsSchema, options);
  // Once: between two parts its caller may go on with what he passed.
  const filter = checked(schema, query);
  let part: Part | null = null;
  do {
    if (part) await setImmediate();
    signal?.throwIfAborted();
    part = await ask(partAfter(part), filter);
    for (const entry of part.entries) {
      signal?.throwIfAborted();
      yield entry;
    }
  } while (part.after < part.upTo);
}

function partAfter(before: Part | null): Query<z.output<typeof schema>, Part> {
  return {
    args: schema,
    *reads(filter, { fence }) {
      const found = yield* findScope(filter, fence);
      if (found.kind === "rejected") return found;
      const upTo = before ? before.upTo : (yield* readHead()).position;
      const stretch = { after: before?.after ?? 0, upTo, limit: partSize };
      const entries = yield* readEntries(filter, found.filter, stretch);
      const last = entries.length < partSize ? undefined : entries.at(-1);
      return answered({ entries, after: last?.position ?? upTo, upTo });
    },
  };
}
