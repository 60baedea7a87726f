// The fields that several answers share.

import { z } from "zod";
import { documented } from "./documented.ts";

export const id = documented(z.string(), { format: "uuid" });
export const instant = documented(z.string(), { format: "date-time" });
export const count = documented(z.number(), { type: "integer" });

export const nextCursor = documented(z.string(), {
  description: "The cursor of the next page; null on the last one",
}).nullable();

/** Instants are ISO 8601 in UTC. */
export function instantOrNull(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
