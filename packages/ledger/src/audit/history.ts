// history: what happened to a seat, who held it at that time, and its status before and after, also after a revoke.
// E-mails come from the rows beside the log and read null once the person was forgotten.

import { z } from "zod";
import { cursorAfter, cursorFor, cursorSchema, limitSchema } from "../answers/cursor.ts";
import { eventAnswer, type LedgerEvent } from "../answers/event.ts";
import { uuid } from "../arguments.ts";
import type { RecordedEvent } from "../domain/events.ts";
import { reject } from "../domain/rejections.ts";
import { isSeatEventType, type SeatMachineState, statusAfter } from "../domain/seat-machine.ts";
import { invariant } from "../invariant.ts";
import { answered, type Query } from "../query.ts";
import { readSeat } from "../store/log-queries.ts";
import { findPoolOfSeat } from "../store/pool-queries.ts";

/** Who held the seat when it happened. */
export interface Holder {
  readonly personId: string;
  readonly email: string | null;
  readonly memberId: string | null;
  readonly customerId: string | null;
}

export interface HistoryEntry {
  readonly position: number;
  readonly event: LedgerEvent;
  readonly seatId: string;
  readonly occupancy: number;
  readonly statusBefore: SeatMachineState;
  readonly statusAfter: SeatMachineState;
  /** Null where nobody showed who it was. */
  readonly holder: Holder | null;
  readonly inferred: boolean;
}

export interface HistoryPage {
  /** In the order of the log. */
  readonly entries: readonly HistoryEntry[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly next: string | null;
}

const schema = z.strictObject({ seatId: uuid, cursor: cursorSchema, limit: limitSchema });

/** Whose history, and which page of it. */
export type HistoryArgs = z.input<typeof schema>;

export const history: Query<z.output<typeof schema>, HistoryPage> = {
  args: schema,
  *reads({ seatId, cursor, limit }, { fence }) {
    const found = yield* findPoolOfSeat(seatId, fence);
    if (!found) return reject("SeatNotFound", { seatId });
    const filter = ["history", seatId];
    const after = cursorAfter(cursor, filter);
    if (after === null) {
      return reject("InvalidRequest", { issues: [{ path: "cursor", message: "belongs to another list" }] });
    }
    // A seat's status is folded from its beginning: a seat has few events, a page of them starts anywhere.
    const events = yield* readSeat(seatId);
    const entries = entriesOf(events).filter((entry) => entry.event.version > after);
    const page = entries.slice(0, limit);
    const last = entries.length > limit ? page.at(-1) : undefined;
    return answered({ entries: page, next: last ? cursorFor(last.event.version, filter) : null });
  },
};

function entriesOf(events: readonly RecordedEvent[]): readonly HistoryEntry[] {
  let status: SeatMachineState = "vacant";
  let holder: Holder | null = null;
  return events.map((event) => {
    invariant(event.seatId !== null, "a seat's history holds events of the seat");
    const statusBefore: SeatMachineState = status;
    if (isSeatEventType(event.type)) {
      const next = statusAfter(statusBefore, event.type);
      invariant(next, `${event.type} on a ${statusBefore} seat at position ${event.position}`);
      status = next;
      holder = holderAt(event, holder);
    }
    const { position, seatId, occupancy, certainty } = event;
    const about = event.type === "HoldingDiscovered" ? holderOf(event) : holder;
    const { inferred } = certainty;
    return {
      position,
      event: eventAnswer(event),
      seatId,
      occupancy,
      statusBefore,
      statusAfter: status,
      holder: about,
      inferred,
    };
  });
}

/** Each holding begins with its holder's facts; a changed e-mail holds from its event on. */
function holderAt(event: RecordedEvent, before: Holder | null): Holder | null {
  if (event.personId === null) return null;
  switch (event.type) {
    case "SeatAssigned":
    case "SeatGranted":
      return holderOf(event);
    case "HolderChanged":
      return before && { ...before, email: event.personal?.email ?? null };
    default:
      return before;
  }
}

/** Whom an event about a whole holding names. */
function holderOf(
  event: Extract<RecordedEvent, { type: "SeatAssigned" | "SeatGranted" | "HoldingDiscovered" }>,
): Holder | null {
  const { personId } = event;
  const { memberId, customerId } = event.data;
  return personId === null ? null : { personId, email: event.personal?.email ?? null, memberId, customerId };
}
