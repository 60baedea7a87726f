// The kinds of field that Polar's answers are made of. Only fields that the replay uses are looked at, and what else
// stands beside them is no concern of it.

import { z } from "zod";

export const id = z.guid().transform((text) => text.toLowerCase());

/** Polar writes microseconds, which a Date cuts to milliseconds. A time without a zone would be taken for local. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const count = z.int().nonnegative();

/** Absent and null are the same: versions of the API differ in which of the two they send. */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? null);
}
