// Small constructors for the events that the rules propose, so that a rule reads as what happens and not as an envelope.

import {
  type Cause,
  type Certainty,
  type EventData,
  type EventType,
  type HoldingEventType,
  observed,
  type Personal,
  type ProposedEvent,
  type SeatEventType,
} from "./events.ts";
import type { HoldingId, PersonId, SeatId } from "./ids.ts";

export interface Circumstances {
  readonly at: Date;
  readonly personal?: Personal | null;
  readonly certainty?: Certainty;
  readonly cause?: Cause | null;
  readonly supersedes?: number | null;
}

export interface SeatSubject {
  readonly seatId: SeatId;
  readonly occupancy: number;
  readonly holdingId: HoldingId;
  readonly personId: PersonId | null;
}

/** An event about a seat. */
export function seatEvent<const Type extends SeatEventType | HoldingEventType>(
  type: Type,
  seat: SeatSubject,
  data: EventData[Type],
  circumstances: Circumstances,
): ProposedEvent<Type> {
  const { seatId, occupancy, holdingId, personId } = seat;
  return { type, seatId, occupancy, holdingId, personId, data, ...filled(circumstances) } as ProposedEvent<Type>;
}

/** An event about an organization, a customer, a member or a pool as a whole. */
export function plainEvent<const Type extends Exclude<EventType, SeatEventType | HoldingEventType>>(
  type: Type,
  data: EventData[Type],
  circumstances: Circumstances & { readonly personId?: PersonId },
): ProposedEvent<Type> {
  const personId = circumstances.personId ?? null;
  return {
    type,
    seatId: null,
    occupancy: null,
    holdingId: null,
    personId,
    data,
    ...filled(circumstances),
  } as ProposedEvent<Type>;
}

function filled({ at, personal = null, certainty = observed, cause = null, supersedes = null }: Circumstances) {
  return { occurredAt: at, personal, certainty, cause, supersedes };
}
