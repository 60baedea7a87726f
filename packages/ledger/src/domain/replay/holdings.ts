// Who held a seat, one after the other, as its events tell: the present ones step by step, those that were learned late
// as they were discovered. What was superseded is replaced by the discovery that follows it.

import { invariant } from "../../invariant.ts";
import type { HoldingStep, RecordedEvent, SeatMetadata } from "../events.ts";
import type { CustomerId, HoldingId, MemberId, PersonId } from "../ids.ts";

/** A step, and the version of the event that told it. */
export interface KnownStep extends HoldingStep {
  readonly version: number;
}

/** One person in one seat, from when to when. */
export interface Holding {
  readonly holdingId: HoldingId;
  readonly occupancy: number;
  readonly personId: PersonId | null;
  readonly customerId: CustomerId | null;
  readonly memberId: MemberId | null;
  readonly email: string | null;
  readonly metadata: SeatMetadata;
  /** In order; the first one puts the person into the seat. */
  readonly steps: readonly [KnownStep, ...KnownStep[]];
}

/** The holdings that these events of one seat tell of, in the order of their occupancy. */
export function foldHoldings(events: readonly RecordedEvent[]): readonly Holding[] {
  const holdings = new Map<HoldingId, Holding>();
  for (const event of events) {
    if (event.seatId === null) continue;
    const after = withEvent(holdings.get(event.holdingId) ?? null, event);
    if (after) holdings.set(event.holdingId, after);
  }
  return [...holdings.values()].toSorted((one, other) => one.occupancy - other.occupancy);
}

function withEvent(holding: Holding | null, event: Extract<RecordedEvent, { seatId: string }>): Holding | null {
  switch (event.type) {
    case "SeatAssigned":
    case "SeatGranted":
      return { ...heldBy(event), steps: [stepOf(event.type, event)] };
    case "HoldingDiscovered": {
      const [first, ...rest] = event.data.steps.map((step) => ({ ...step, version: event.version }));
      invariant(first, "a holding is discovered by at least one step");
      return { ...heldBy(event), steps: [first, ...rest] };
    }
    case "SeatClaimed":
      return holding && { ...holding, steps: [...holding.steps, stepOf(event.type, event)] };
    case "SeatRevoked":
    case "InvitationLapsed":
      return holding && { ...holding, steps: [...holding.steps, stepOf("SeatRevoked", event)] };
    case "HolderChanged": {
      const { customerId, memberId } = event.data;
      const email = event.personal?.email ?? null;
      return holding && { ...holding, personId: event.personId, customerId, memberId, email };
    }
    case "InvitationResent":
    case "HoldingSuperseded":
      return holding;
  }
}

function heldBy(
  event: Extract<RecordedEvent, { type: "SeatAssigned" | "SeatGranted" | "HoldingDiscovered" }>,
): Omit<Holding, "steps"> {
  const { holdingId, occupancy, personId } = event;
  const { customerId, memberId } = event.data;
  const { email = null, metadata = {} } = event.personal ?? {};
  return { holdingId, occupancy, personId, customerId, memberId, email, metadata };
}

function stepOf(type: KnownStep["type"], event: RecordedEvent): KnownStep {
  return { type, at: event.occurredAt, certainty: event.certainty, version: event.version };
}

/** When the holding began. */
export function beginningOfHolding({ steps: [first] }: Holding): Date {
  return first.at;
}

export function stepOfType(holding: Holding, type: KnownStep["type"]): KnownStep | null {
  return holding.steps.find((step) => step.type === type) ?? null;
}
