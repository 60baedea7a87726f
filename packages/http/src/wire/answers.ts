// The fields that several answers share.

import { z } from "zod";
import { documented } from "./documented.ts";

export const id = documented(z.string().refine(isUuid), { format: "uuid" });
export const instant = documented(z.string().refine(isInstant), { format: "date-time" });
export const count = documented(z.number().refine(Number.isSafeInteger), { type: "integer" });

export const nextCursor = documented(z.string(), {
  description: "The cursor of the next page; null on the last one",
}).nullable();

/** Instants are ISO 8601 in UTC. */
export function instantOrNull(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}

function isUuid(text: string): boolean {
  return z.guid().safeParse(text).success;
}

function isInstant(text: string): boolean {
  return z.iso.datetime({ offset: true }).safeParse(text).success;
}
