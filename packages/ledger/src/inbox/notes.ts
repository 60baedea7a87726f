// note, putNote, replaceNote, notes: what adapters remember between two runs. Each fence has notes of its own, and so has the whole ledger.

import { z } from "zod";
import { jsonValue } from "../arguments/json.ts";
import { text } from "../arguments.ts";
import { answered, type Query } from "../query.ts";
import { findNote, readNotes, removeNote, writeNote } from "../store/note-queries.ts";
import type { Bound } from "../store/query.ts";
import type { Change } from "./change.ts";

const largestNote = 1024 * 1024;
/** No JSON of that size has more. */
const mostValues = largestNote;

const keySchema = z.strictObject({ key: text });
const prefixSchema = z.strictObject({ prefix: z.union([z.literal(""), text], { error: "must be text" }) });
const noteSchema = jsonValue(mostValues)
  .transform((value) => (value === null ? null : JSON.stringify(value)))
  .refine((json) => json === null || Buffer.byteLength(json) <= largestNote, "must have at most 1 MiB as JSON");
const putSchema = z.strictObject({ key: text, value: noteSchema });
const replaceSchema = z.strictObject({ key: text, expected: noteSchema, value: noteSchema });

/** Something that an adapter remembers. */
export interface Note {
  readonly key: string;
  readonly value: unknown;
}

export const getNote: Query<z.output<typeof keySchema>, unknown> = {
  args: keySchema,
  *reads({ key }, { fence }) {
    const json = yield* findNote(ownerOf(fence), key);
    return answered(json === null ? null : JSON.parse(json));
  },
};

export const listNotes: Query<z.output<typeof prefixSchema>, readonly Note[]> = {
  args: prefixSchema,
  *reads({ prefix }, { fence }) {
    const rows = yield* readNotes(ownerOf(fence), prefix);
    return answered(rows.map(({ key, value }) => ({ key, value: JSON.parse(value) })));
  },
};

export const putNote: Change<z.output<typeof putSchema>, void> = {
  args: putSchema,
  // A generator like every other, though nothing has to be known for it.
  // biome-ignore lint/correctness/useYield: nothing to read
  *plan({ key, value }, { fence }) {
    return { writes: [written(ownerOf(fence), key, value)], answer: answered(undefined) };
  },
};

export const replaceNote: Change<z.output<typeof replaceSchema>, boolean> = {
  args: replaceSchema,
  *plan({ key, expected, value }, { fence }) {
    const owner = ownerOf(fence);
    if ((yield* findNote(owner, key)) !== expected) return { writes: [], answer: answered(false) };
    return { writes: [written(owner, key, value)], answer: answered(true) };
  },
};

function written(owner: string, key: string, value: string | null): Bound {
  return value === null ? removeNote(owner, key) : writeNote({ owner, key, value });
}

function ownerOf(fence: string | null): string {
  return fence ?? "";
}
