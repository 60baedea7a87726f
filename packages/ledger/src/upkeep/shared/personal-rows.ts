// The personal rows of a stream: which of them are missing though nobody was forgotten, which are too many, and what the
// others say.

import type { Personal } from "../../domain/events.ts";
import { readPersonal } from "../../store/event-schemas.ts";
import type { Reads } from "../../store/port.ts";
import {
  type PersonalRow,
  readBareEvents,
  readForgottenIn,
  readNamedInHolding,
  readStrayPersonal,
  readStreamNames,
} from "../../store/upkeep-queries.ts";
import { type Difference, inLog } from "./difference.ts";
import type { Folded } from "./folded.ts";

/** Looks for personal rows that are missing or too many, and answers those that are there as they are asked for. */
export function* personalOf(
  folded: Folded,
  rows: readonly PersonalRow[],
  differences: Difference[],
): Reads<(version: number) => Personal | null> {
  const { stream } = folded;
  const told = new Map<number, Personal>();
  let versions = 0;
  for (const { version, data } of rows) {
    versions += version;
    const personal = readPersonal(parsed(data));
    if (personal) told.set(version, personal);
    else differences.push({ ...inLog("personal", stream, version), expected: "readable", found: "something else" });
  }
  if (hasOthers(folded, rows, versions)) {
    for (const version of yield* erasedByNobody(folded)) {
      const expected = "a row, or that somebody was forgotten";
      differences.push({ ...inLog("personal", stream, version), expected, found: "none" });
    }
    for (const version of yield* readStrayPersonal(stream)) differences.push(stray(stream, version));
  }
  return (version) => told.get(version) ?? null;
}

/** The versions whose personal row is gone, though the log does not say that anybody was forgotten whom it named. */
function* erasedByNobody({ stream, organization }: Folded): Reads<readonly number[]> {
  const bare = yield* readBareEvents(stream);
  if (bare.length === 0) return [];
  const forgotten = yield* readForgottenIn(organization);
  const id = (yield* readStreamNames([stream])).get(stream)?.id ?? null;
  const versions: number[] = [];
  for (const { version, person_id, ordinal, holding_id, customer_id } of bare) {
    // The first schema of a customer's events did not name the customer: the stream does.
    const named = [person_id ?? id, holding_id, customer_id];
    // A holding is one person's, by whichever ids it was known meanwhile.
    if (ordinal && holding_id) named.push(...(yield* readNamedInHolding(stream, ordinal, holding_id)));
    if (!named.some((one) => one !== null && forgotten.has(one))) versions.push(version);
  }
  return versions;
}

/** Whether other personal rows are there than the events brought; their versions add up to `versions`. */
function hasOthers(folded: Folded, rows: readonly PersonalRow[], versions: number): boolean {
  return rows.length !== folded.personalRows || versions !== folded.personalVersions;
}

export function stray(stream: number, version: number | null): Difference {
  return { ...inLog("personal", stream, version), expected: "no row", found: "a row that no event brought" };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
