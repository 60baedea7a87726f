// Ids that are none. Each is a UUID in small letters, whoever gave it. Only an id that is new where it stands is looked at
// letter by letter: to do so with all of them would cost a sixth of a verification.

import type { SeatState } from "../../domain/seat.ts";
import type { FoldRow } from "../../store/upkeep-log.ts";
import { type Flaw, flaw } from "./flaw-of-row.ts";

/** `seat` is the event's as it was before, and has the event's seat id. */
export function flawOfIds({ seat_id, holding_id, person_id }: FoldRow, seat: SeatState | null): Flaw | null {
  if (seat_id !== null && !seat && !isId(seat_id)) return flaw("seat_id", "the id of a seat");
  if (holding_id !== null && holding_id !== seat?.holdingId && !isId(holding_id)) {
    return flaw("holding_id", "the id of a holding");
  }
  return person_id === null || person_id === seat?.personId || isId(person_id)
    ? null
    : flaw("person_id", "the id of a person, or nothing");
}

const length = 36;
const dashes = [8, 13, 18, 23] as const;
const dash = "-".charCodeAt(0);
/** What each character counts for: a dash 1, so that an id comes to as many as it has, and one that no id has more than all. */
const counts = new Uint8Array(128).fill(100);
for (const digit of "0123456789abcdef") counts[digit.charCodeAt(0)] = 0;
counts[dash] = 1;

/** By a table, for a pattern takes two to four times as long. */
export function isId(text: string): boolean {
  if (text.length !== length) return false;
  let sum = 0;
  for (let index = 0; index < length; index += 1) sum += counts[text.charCodeAt(index)] ?? 100;
  return sum === dashes.length && dashes.every((index) => text.charCodeAt(index) === dash);
}
