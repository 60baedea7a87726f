// Who held a seat, one after the other, as its events tell: the present ones step by step, those that were learned late
// as they were discovered. What was superseded is replaced by the discovery that follows it.

import { invariant } from "../invariant.ts";
import type { HoldingStep, RecordedEvent, SeatMetadata } from "./events.ts";
import type { CustomerId, HoldingId, MemberId, PersonId } from "./ids.ts";

/** A step, and the version of the event that told it. */
export interface KnownStep extends HoldingStep {
  readonly version: number;
}

/** Who sits in a seat, and how the ledger came to name that person. */
export interface HolderFacts {
  readonly personId: PersonId | null;
  readonly customerId: CustomerId | null;
  readonly memberId: MemberId | null;
  readonly email: string | null;
}

/** One person in one seat, from when to when. */
export interface Holding extends HolderFacts {
  readonly holdingId: HoldingId;
  readonly occupancy: number;
  readonly metadata: SeatMetadata;
  /** In order; the first one puts the person into the seat. An invitation that lapsed ends as a revoke does. */
  readonly steps: readonly [KnownStep, ...KnownStep[]];
  /** How it ended, if it did. */
  readonly ended: "revoked" | "lapsed" | null;
}

type SeatTold = Extract<RecordedEvent, { seatId: string }>;
type TellsHolding = Extract<RecordedEvent, { type: "SeatAssigned" | "SeatGranted" | "HoldingDiscovered" }>;
type NamesHolder =
  | TellsHolding
  | Extract<RecordedEvent, { type: "HolderChanged" | "InvitationResumed" | "SeatResumed" }>;

/** The events that say who holds a seat from then on. */
const holderTypes: ReadonlySet<RecordedEvent["type"]> = new Set([
  "SeatAssigned",
  "SeatGranted",
  "HolderChanged",
  "InvitationResumed",
  "SeatResumed",
]);

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

function withEvent(holding: Holding | null, event: SeatTold): Holding | null {
  switch (event.type) {
    case "SeatAssigned":
    case "SeatGranted":
      return { ...heldBy(event), steps: [stepOf(event.type, event)], ended: null };
    case "HoldingDiscovered": {
      const [first, ...rest] = event.data.steps.map((step) => ({ ...step, version: event.version }));
      invariant(first, "a holding is discovered by at least one step");
      const ended = rest.some(({ type }) => type === "SeatRevoked") ? "revoked" : null;
      return { ...heldBy(event), steps: [first, ...rest], ended };
    }
    case "SeatClaimed":
      // Of a holding that was resumed it may have come to light before.
      return holding && { ...holding, steps: [...without(holding, event.type), stepOf(event.type, event)] };
    case "SeatRevoked":
      return holding && { ...holding, steps: [...holding.steps, stepOf("SeatRevoked", event)], ended: "revoked" };
    case "InvitationLapsed":
      return holding && { ...holding, steps: [...holding.steps, stepOf("SeatRevoked", event)], ended: "lapsed" };
    case "HolderChanged":
      return holding && { ...holding, ...holderNamedBy(event) };
    case "InvitationResumed":
    case "SeatResumed":
      return holding && { ...holding, ...holderNamedBy(event), steps: without(holding, "SeatRevoked"), ended: null };
    case "InvitationResent":
    case "HoldingSuperseded":
      return holding;
  }
}

/** The steps but for those of a type that begins no holding. */
function without({ steps: [first, ...rest] }: Holding, type: "SeatClaimed" | "SeatRevoked"): Holding["steps"] {
  return [first, ...rest.filter((step) => step.type !== type)];
}

function heldBy(event: TellsHolding): Omit<Holding, "steps" | "ended"> {
  const { holdingId, occupancy } = event;
  return { holdingId, occupancy, ...holderNamedBy(event), metadata: event.personal?.metadata ?? {} };
}

function stepOf(type: KnownStep["type"], event: RecordedEvent): KnownStep {
  return { type, at: event.occurredAt, certainty: event.certainty, version: event.version };
}

/** Whom an event puts into a seat, or as whom it knows the holder from now on. */
function holderNamedBy(event: NamesHolder): HolderFacts {
  const { customerId, memberId } = event.data;
  return { personId: event.personId, customerId, memberId, email: event.personal?.email ?? null };
}

/**
 * Who held, as the steps of the holding up to some time named them; null where they named nobody. What was discovered
 * later says nothing about how the holder was known then.
 */
export function holderThen(told: readonly RecordedEvent[]): HolderFacts | null {
  let holder: HolderFacts | null = null;
  for (const event of told) {
    if (isPresent(event)) holder = holderNamedBy(event);
  }
  return holder?.personId ? holder : null;
}

function isPresent(event: RecordedEvent): event is Exclude<NamesHolder, { type: "HoldingDiscovered" }> {
  return holderTypes.has(event.type);
}

/** When the holding began. */
export function beginningOfHolding({ steps: [first] }: Holding): Date {
  return first.at;
}

export function stepOfType(holding: Holding, type: KnownStep["type"]): KnownStep | null {
  return holding.steps.find((step) => step.type === type) ?? null;
}

/** When it was claimed: at once, where it began without an invitation. */
export function claimedAtOf(holding: Holding): Date | null {
  return (stepOfType(holding, "SeatClaimed") ?? stepOfType(holding, "SeatGranted"))?.at ?? null;
}

/** In the order of time; of two that began together the one that was learned later comes last. */
export function inTime(holdings: readonly Holding[]): readonly Holding[] {
  return holdings.toSorted(
    (one, other) => +beginningOfHolding(one) - +beginningOfHolding(other) || one.occupancy - other.occupancy,
  );
}
