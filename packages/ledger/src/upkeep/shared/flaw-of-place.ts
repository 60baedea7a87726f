// What is wrong with where an event stands: among those of its stream, among the seats of its pool, and in time. Whether it
// can follow what was before it is the fold's to find.

import { type ProposedEvent, streamKindOf } from "../../domain/events.ts";
import type { FoldRow } from "../../store/upkeep-log.ts";
import { type Flaw, flaw } from "./flaw-of-row.ts";
import type { Folded } from "./folded.ts";

/** `folded` is the stream as it was before the event. */
export function flawOfPlace(folded: Folded, row: FoldRow, event: ProposedEvent): Flaw | null {
  const next = folded.version + 1;
  if (row.version !== next) return flaw("version", String(next));
  if (row.position < 1) return flaw("position", "1 or more");
  // What was told later stands later in the log, too.
  if (row.position <= folded.position) return flaw("version", "that of its place in the log");
  if (streamKindOf[event.type] !== folded.kind) return flaw("type", `an event of a ${folded.kind}`);
  if (row.organization !== folded.organization) return flaw("organization", "that of the events before it");
  return flawOfSeat(folded, row, event);
}

/** A seat has one number in its pool, and the number one seat. */
function flawOfSeat(folded: Folded, { ordinal }: FoldRow, { seatId }: ProposedEvent): Flaw | null {
  if (folded.kind !== "pool" || seatId === null) return ordinal === null ? null : flaw("ordinal", "nothing");
  const next = folded.seats.length + 1;
  const known = ordinal === null ? undefined : folded.seats[ordinal - 1];
  if (known) return known.id === seatId ? null : flaw("seat_id", "the seat of this number");
  return ordinal === next && !folded.seatIds.has(seatId) ? null : flaw("ordinal", "the seat's number, or the next one");
}

/**
 * In a pool of the ledger the order of the log is that of time: questions about the past rely on it. Elsewhere an event may
 * tell what happened long before, or by a clock that was ahead of ours.
 */
export function flawOfTime(folded: Folded, row: FoldRow): Flaw | null {
  if (folded.kind !== "pool" || folded.state?.authority !== "ledger") return null;
  if (row.occurred_at < folded.lastOccurredAt) return flaw("occurred_at", "not before the pool's event before it");
  return row.occurred_at <= row.recorded_at ? null : flaw("occurred_at", "not after recorded_at");
}
