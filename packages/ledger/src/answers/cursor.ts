// Cursors are opaque, exclusive, and bound to the list that they come from.

import { createHash } from "node:crypto";
import { z } from "zod";
import { maybe } from "../arguments.ts";

export const cursorSchema = maybe(z.string("must be text"));
export const limitSchema = z
  .int("must be a whole number")
  .min(1, "must be at least 1")
  .max(1_000, "must be at most 1,000")
  .nullish()
  .transform((given) => given ?? 100);

type Filter = readonly (string | null)[];

export function cursorFor(after: number, filter: Filter): string {
  return Buffer.from(`${after}.${digest(filter)}`).toString("base64url");
}

/** After what the page begins: 0 without a cursor, null where the cursor belongs to another list. */
export function cursorAfter(cursor: string | null, filter: Filter): number | null {
  if (cursor === null) return 0;
  const [after = "", bound] = Buffer.from(cursor, "base64url").toString("utf8").split(".");
  return bound === digest(filter) && /^\d+$/.test(after) ? Number(after) : null;
}

function digest(filter: Filter): string {
  return createHash("sha256").update(JSON.stringify(filter)).digest("base64url").slice(0, 12);
}
