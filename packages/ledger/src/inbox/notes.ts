// note, putNote, notes: what adapters remember between two runs. Each fence has notes of its own, and so has the whole ledger.

import { z } from "zod";
import { jsonValue } from "../arguments/json.ts";
import { text } from "../arguments.ts";
import { answered, type Query } from "../query.ts";
import { findNote, readNotes, removeNote, writeNote } from "../store/note-queries.ts";
import type { Change } from "./change.ts";

const largestNote = 1024 * 1024;
/** No JSON of that size has more. */
const mostValues = largestNote;

const keySchema = z.strictObject({ key: text });
const prefixSchema = z.strictObject({ prefix: z.union([z.literal(""), text], { error: "must be text" }) });
const putSchema = z.strictObject({
  key: text,
  value: jsonValue(mostValues)
    .transform((value) => (value === null ? null : JSON.stringify(value)))
    .refine((json) => json === null || Buffer.byteLength(json) <= largestNote, "must have at most 1 MiB as JSON"),
});

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
    const owner = ownerOf(fence);
    const write = value === null ? removeNote(owner, key) : writeNote({ owner, key, value });
    return { writes: [write], answer: answered(undefined) };
  },
};

function ownerOf(fence: string | null): string {
  return fence ?? "";
}
