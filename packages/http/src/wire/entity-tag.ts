// The entity tag of whatever has the version of a pool, and what `If-Match` says of one.

import { Refused } from "./refusal.ts";
import { invalid } from "./validation.ts";

export function entityTag(version: number): string {
  return `"${version}"`;
}

/** The version on which a command was decided; undefined where none is named. `*` asks only that it is there. */
export function versionToMatch(request: Request): number | undefined {
  const given = request.headers.get("If-Match")?.trim();
  if (given === undefined || given === "*") return undefined;
  // Tags are compared character by character: one that was never answered matches nothing, whatever number it spells.
  const [, version] = /^"(0|[1-9]\d{0,14})"$/.exec(given) ?? [];
  if (version !== undefined) return Number(version);
  const msg = 'Value error, must be one ETag as it was answered, such as "7" with its quotes, or *';
  throw new Refused(invalid([{ loc: ["header", "If-Match"], msg, type: "value_error" }]));
}
