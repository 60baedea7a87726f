// isCurrent: whether a list of seats that was answered before is still so. It reads one row, whatever the list holds.

import { z } from "zod";
import type { SeatsList } from "../answers/seat.ts";
import { isSamePlace } from "../known-lists.ts";
import { answered, type Query } from "../query.ts";
import { findPlace } from "../store/place-queries.ts";

export const isCurrent: Query<SeatsList, boolean> = {
  args: z.custom<SeatsList>(isList, "must be a list that listSeats answered"),
  *reads(list, { fence, lists }) {
    const at = lists.readAt(list);
    // What is another organization's is not there.
    if (!at || (fence !== null && at.organizationId !== fence)) return answered(false);
    return answered(isSamePlace(at.place, yield* findPlace(at.place.stream)));
  },
};

/** Whether it is one that was answered here is not looked up before it is asked for. */
function isList(given: unknown): boolean {
  return typeof given === "object" && given !== null && "seats" in given && Array.isArray(given.seats);
}
