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

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isId(text: string): boolean {
  return form.test(text);
}
