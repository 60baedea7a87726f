// How it is told that something is wrong with a row of the log itself.

import type { FoldRow } from "../../store/upkeep-log.ts";
import type { Difference } from "./difference.ts";
import type { Flaw } from "./flaw-of-row.ts";

/** Where an event stands. */
export type EventPlace = Pick<FoldRow, "position" | "stream" | "version">;

/** `value` is what the column holds. */
export function flawedEvent(
  { position, stream, version }: EventPlace,
  { field, expected }: Flaw,
  value: unknown,
): Difference {
  const found = spoken.has(field) ? String(value) : "something else";
  return { table: "events", field, stream, version, position, expected, found, mends: [] };
}

/** Of these columns it may be said what they hold. */
const spoken: ReadonlySet<string> = new Set([
  ...["position", "version", "type", "schema_version", "organization", "occupancy", "occurred_at", "recorded_at"],
]);
