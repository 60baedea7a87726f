// From events to entries: the status before and after, who held the seat then, and why it was asked for. Each is told by the
// event itself and by its own holding; only what was learned late needs the whole life of its seat.

import { eventAnswer, type LedgerEvent } from "../../answers/event.ts";
import type { RecordedEvent } from "../../domain/events.ts";
import { foldHoldings, type HolderFacts, holderThen } from "../../domain/holdings.ts";
import type { HoldingId, SeatId } from "../../domain/ids.ts";
import { isSeatEventType, type SeatMachineState, statusAfter } from "../../domain/seat-machine.ts";
import { invariant } from "../../invariant.ts";
import { readHolderTold } from "../../store/history-queries.ts";
import { readSeat } from "../../store/log-queries.ts";
import type { Reads } from "../../store/port.ts";

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
  /** Null, like the other fields of a seat, for an event that is about no seat. */
  readonly seatId: string | null;
  readonly occupancy: number | null;
  readonly statusBefore: SeatMachineState | null;
  readonly statusAfter: SeatMachineState | null;
  /** As known then; where nobody was named then, whom a source named later. Null where nobody ever did. */
  readonly holder: Holder | null;
  readonly inferred: boolean;
  /**
   * Why it was asked for, and from where: as the context of its command said, or of the request that was written through. Null
   * where that said nothing, for what a source showed by itself, and once the person whom the event is about was forgotten;
   * ip and user agent also once the actor was.
   */
  readonly request: {
    readonly reason: string | null;
    readonly ip: string | null;
    readonly userAgent: string | null;
  } | null;
}

type SeatTold = Extract<RecordedEvent, { seatId: string }>;

/** What the entries of one page share, so that nothing is read twice. */
export class Entries {
  readonly #told = new Map<HoldingId, { readonly upTo: number; readonly events: readonly RecordedEvent[] }>();
  readonly #seats = new Map<SeatId, readonly RecordedEvent[]>();

  /** The entries of these events, in the same order. */
  *of(events: readonly RecordedEvent[]): Reads<readonly HistoryEntry[]> {
    const entries: HistoryEntry[] = [];
    // From the last to the first: what a holding told up to its last event of the page serves its earlier ones.
    for (const event of events.toReversed()) entries.push(yield* this.#entryOf(event));
    return entries.reverse();
  }

  *#entryOf(event: RecordedEvent): Reads<HistoryEntry> {
    const { position, seatId, occupancy, certainty } = event;
    const request = requestTold(event);
    const common = { position, event: eventAnswer(event), seatId, occupancy, inferred: certainty.inferred, request };
    if (event.seatId === null) return { ...common, statusBefore: null, statusAfter: null, holder: null };
    return { ...common, ...(yield* this.#statuses(event)), holder: named(yield* this.#holderAt(event)) };
  }

  *#statuses(event: SeatTold): Reads<Pick<HistoryEntry, "statusBefore" | "statusAfter">> {
    if (isSeatEventType(event.type)) {
      const statusBefore = statusBeforeOf(event);
      const after = statusBefore && statusAfter(statusBefore, event.type);
      invariant(after, `${event.type} on a ${statusBefore} seat at position ${event.position}`);
      return { statusBefore, statusAfter: after };
    }
    const life = yield* this.#lifeOf(event.seatId);
    const last = life.findLast(({ type, version }) => isSeatEventType(type) && version < event.version);
    const status = last ? (yield* this.#statuses(last as SeatTold)).statusAfter : "vacant";
    return { statusBefore: status, statusAfter: status };
  }

  *#holderAt(event: SeatTold): Reads<HolderFacts | null> {
    if (isSeatEventType(event.type) && event.personId !== null) {
      const told = yield* this.#toldBy(event);
      return holderThen(told.filter(({ version }) => version <= event.version));
    }
    const life = yield* this.#lifeOf(event.seatId);
    const heldIn = (events: readonly RecordedEvent[]) =>
      foldHoldings(events).find(({ holdingId }) => holdingId === event.holdingId) ?? null;
    const discovered = event.type === "HoldingDiscovered" && event.personId !== null;
    return heldIn(discovered ? life.filter(({ version }) => version <= event.version) : life);
  }

  *#toldBy({ holdingId, seatId, version }: SeatTold): Reads<readonly RecordedEvent[]> {
    const known = this.#told.get(holdingId);
    if (known && known.upTo >= version) return known.events;
    const events = yield* readHolderTold(seatId, version);
    this.#told.set(holdingId, { upTo: version, events });
    return events;
  }

  *#lifeOf(seatId: SeatId): Reads<readonly RecordedEvent[]> {
    const events = this.#seats.get(seatId) ?? (yield* readSeat(seatId));
    this.#seats.set(seatId, events);
    return events;
  }
}

/** Every input of the machine says where it came from: by its type, or by what it was. */
function statusBeforeOf(event: SeatTold): SeatMachineState | null {
  switch (event.type) {
    case "SeatAssigned":
    case "SeatGranted":
      return event.occupancy === 1 ? "vacant" : "revoked";
    case "InvitationResent":
    case "SeatClaimed":
    case "InvitationLapsed":
      return "pending";
    case "InvitationResumed":
    case "SeatResumed":
      return "revoked";
    case "HolderChanged":
    case "SeatRevoked":
      return event.data.was;
    case "HoldingDiscovered":
    case "HoldingSuperseded":
      return null;
  }
}

function named(holder: HolderFacts | null): Holder | null {
  if (!holder || holder.personId === null) return null;
  const { personId, email, memberId, customerId } = holder;
  return { personId, email, memberId, customerId };
}

/** From the event's own personal row, which was read with it. */
function requestTold({ personal }: RecordedEvent): HistoryEntry["request"] {
  const { reason = null, ip = null, userAgent = null } = personal ?? {};
  return reason === null && ip === null && userAgent === null ? null : { reason, ip, userAgent };
}
