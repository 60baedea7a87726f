// What an event says of the status of its seat before it. No fold needs it, but questions about the past believe it.

import type { ProposedEvent } from "../../domain/events.ts";
import type { SeatState } from "../../domain/seat.ts";
import { type Flaw, flaw } from "./flaw-of-row.ts";

/** `seat` is the event's as it was before. */
export function flawOfStatus(event: ProposedEvent, seat: SeatState | null): Flaw | null {
  if (event.type !== "SeatRevoked" && event.type !== "HolderChanged") return null;
  return !seat || event.data.was === seat.status ? null : flaw("data", "the status that the seat had");
}
