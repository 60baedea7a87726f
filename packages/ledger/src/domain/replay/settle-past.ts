// Takes in one seat as a source showed it, perhaps long ago, or as a listing shows it now. What extends the history changes
// the present, by the seat machine's own events. What lies before is told by discoveries: they never change the present,
// nothing is renumbered or edited, and a guess that is confirmed or refuted is superseded by name.

import { invariant } from "../../invariant.ts";
import { type HoldingEvent, type HoldingStep, observed, type RecordedEvent, type SeatEvent } from "../events.ts";
import { beginningOfHolding, foldHoldings, type Holding, stepOfType } from "../holdings.ts";
import type { SeatId } from "../ids.ts";
import { later } from "../pool.ts";
import { seatEvent } from "../propose.ts";
import { beginsHolding, type SeatState } from "../seat.ts";
import { pathWithin } from "./seat-path.ts";
import { guessedEnd, mayReturn, resumedHolding } from "./settle-return.ts";
import {
  beginningOf,
  beginSeat,
  entryOf,
  isShown,
  type Observation,
  settleHolding,
  settleSeat,
} from "./settle-seat.ts";
import type { ShownSeat } from "./shown.ts";

/** A seat that the ledger knows: its present, and everything that its events tell. */
export interface KnownSeat {
  readonly seat: SeatState;
  readonly events: readonly RecordedEvent[];
}

export interface PastObservation extends Observation {
  /** The source's own time of what it showed. */
  readonly shownAt: Date;
}

/** The events that follow from one showing; none where it tells nothing new. */
export function settleShown(
  known: KnownSeat | null,
  shown: ShownSeat,
  observation: PastObservation,
): readonly (SeatEvent | HoldingEvent)[] {
  if (!known) return beginSeat(null, shown, observation);
  const holdings = foldHoldings(known.events);
  const current = holdings.find(({ holdingId }) => holdingId === known.seat.holdingId);
  invariant(current, `the holding of seat ${known.seat.id} is told by its events`);
  const same = holdings.find((holding) => isTheSame(holding, shown));
  if (!same) {
    const from = beginningOf(shown);
    return from >= beginningOfHolding(current)
      ? [...endedBefore(known.seat.id, current, from), ...beginSeat(known.seat, shown, observation)]
      : discovered(known.seat, holdings, shown, observation);
  }
  const steps = same === current ? newsOfPresent(known.seat, current, shown, observation) : [];
  return steps.length > 0 ? steps : completed(known.seat.id, same, shown, observation);
}

/**
 * The events that lead from what the ledger knows of a seat to what a listing of now shows; none where they agree. `past`
 * are the seat's events: where `mayReturn` says no they are not needed.
 */
export function settleListed(
  seat: SeatState | null,
  past: readonly RecordedEvent[],
  shown: ShownSeat,
  observation: Observation,
): readonly (SeatEvent | HoldingEvent)[] {
  if (!seat || !mayReturn(seat, shown)) return settleSeat(seat, shown, observation);
  const last = foldHoldings(past).find(({ holdingId }) => holdingId === seat.holdingId);
  invariant(last, `the holding of seat ${seat.id} is told by its events`);
  const resumed = resumedHolding(seat, last, shown, observation);
  if (resumed.length > 0) return resumed;
  const steps = settleSeat(seat, shown, observation);
  const next = steps.some(({ type }) => beginsHolding(type)) ? beginningOf(shown) : null;
  return next ? [...endedBefore(seat.id, last, next), ...steps] : steps;
}

/** Steps that the present holding has not seen yet. A showing that is older than the present tells none. */
function newsOfPresent(
  seat: SeatState,
  holding: Holding,
  shown: ShownSeat,
  observation: PastObservation,
): readonly SeatEvent[] {
  const end = guessedEnd(holding);
  if (end && (shown.status === "revoked" || observation.shownAt > end.certainty.notAfter)) {
    return resumedHolding(seat, holding, shown, observation);
  }
  const path = pathWithin(seat.status, shown.status);
  if (path === null || (path.length === 0 && observation.shownAt < seat.modifiedAt)) return [];
  return settleHolding(seat, shown, observation);
}

/**
 * Whether a showing is of this holding. Two that began at different times are different; where one of the beginnings is
 * a guess, the claim, the revoke or the person has to agree.
 */
function isTheSame(holding: Holding, shown: ShownSeat): boolean {
  const [entry] = holding.steps;
  if (!entry.certainty.inferred && isDated(shown)) return entry.at.getTime() === beginningOf(shown).getTime();
  const claimed = stepOfType(holding, "SeatClaimed");
  if (claimed && shown.claimedAt) return claimed.at.getTime() === shown.claimedAt.getTime();
  const revoked = stepOfType(holding, "SeatRevoked");
  if (revoked && !revoked.certainty.inferred && shown.revokedAt) {
    return revoked.at.getTime() === shown.revokedAt.getTime();
  }
  if (holding.personId !== null && shown.personId !== null) return holding.personId === shown.personId;
  return isWithin(beginningOf(shown), entry);
}

/** Whether the row shows when its holding began. */
function isDated(shown: ShownSeat): boolean {
  return shown.expiresAt !== null || shown.claimedAt !== null;
}

function isWithin(at: Date, { at: known, certainty }: HoldingStep): boolean {
  if (!certainty.inferred) return at.getTime() === known.getTime();
  return (certainty.notBefore === null || certainty.notBefore <= at) && at <= certainty.notAfter;
}

/** What a showing adds to a holding that is known: a person, a step, or the proof of one that was guessed. */
function completed(
  seatId: SeatId,
  holding: Holding,
  shown: ShownSeat,
  observation: Observation,
): readonly HoldingEvent[] {
  const steps = merged(holding.steps, shownSteps(shown, observation));
  const { personId, customerId, memberId } = holding.personId === null ? shown : holding;
  const email = holding.email ?? shown.email;
  const isNew = personId !== holding.personId || steps.some((step) => !holding.steps.some((one) => isEqual(one, step)));
  return isNew ? told(seatId, { ...holding, personId, customerId, memberId, email }, holding, steps) : [];
}

/** Somebody whom the ledger did not know sat here, before those whom it knows. */
function discovered(
  seat: SeatState,
  holdings: readonly Holding[],
  shown: ShownSeat,
  observation: PastObservation,
): readonly HoldingEvent[] {
  const from = beginningOf(shown);
  const inOrder = holdings.toSorted((one, other) => +beginningOfHolding(one) - +beginningOfHolding(other));
  const next = inOrder.find((holding) => beginningOfHolding(holding) > from);
  const previous = inOrder.findLast((holding) => beginningOfHolding(holding) < from);
  invariant(next, "what was discovered in the past has somebody after it");
  const seen = shownSteps(shown, observation);
  const ended = seen.some(({ type }) => type === "SeatRevoked");
  const steps = ended ? seen : [...seen, unseenEnd(later(from, observation.shownAt), beginningOfHolding(next))];
  const holding = {
    holdingId: observation.newHoldingId(),
    occupancy: seat.occupancies + 1,
    ...{ personId: shown.personId, customerId: shown.customerId, memberId: shown.memberId },
    ...{ email: shown.email, metadata: shown.metadata },
  };
  return [...(previous ? endedBefore(seat.id, previous, from) : []), ...told(seat.id, holding, null, steps)];
}

/**
 * That somebody came next says more of a guessed end than whatever it was guessed from: it lies before. So one that was
 * found in between narrows it. And of a seat that was only not shown it may be later than the first time without it.
 */
function endedBefore(seatId: SeatId, holding: Holding, next: Date): readonly HoldingEvent[] {
  const end = guessedEnd(holding);
  if (!end || end.certainty.notAfter.getTime() === next.getTime()) return [];
  const { notBefore } = end.certainty;
  const narrowed = unseenEnd(notBefore ?? beginningOfHolding(holding), next);
  const steps = holding.steps.map((step) => (step === end ? narrowed : step));
  return told(seatId, holding, holding, steps, narrowed.certainty);
}

/** Nobody showed the end: it lies after the holder was last seen and before the next one came. */
function unseenEnd(lastSeen: Date, notAfter: Date): HoldingStep {
  const notBefore = lastSeen < notAfter ? lastSeen : notAfter;
  return { type: "SeatRevoked", at: notAfter, certainty: { inferred: true, notBefore, notAfter } };
}

/** The steps that a row shows; their times may be computed, their results are observed. */
function shownSteps(shown: ShownSeat, { observedAt }: Observation): readonly HoldingStep[] {
  const entry = entryOf(shown);
  const certainty = isShown(shown)
    ? observed
    : { inferred: true as const, notBefore: null, notAfter: shown.revokedAt ?? observedAt };
  const steps: HoldingStep[] = [{ type: entry, at: beginningOf(shown), certainty }];
  if (entry === "SeatAssigned" && shown.claimedAt) {
    steps.push({ type: "SeatClaimed", at: shown.claimedAt, certainty: observed });
  }
  if (shown.status === "revoked") {
    steps.push({ type: "SeatRevoked", at: shown.revokedAt ?? observedAt, certainty: observed });
  }
  return steps;
}

/** What is known and what is shown as one: of each step the observed one, the known one where both are. */
function merged(known: readonly HoldingStep[], shown: readonly HoldingStep[]): readonly HoldingStep[] {
  const slots = [["SeatAssigned", "SeatGranted"], ["SeatClaimed"], ["SeatRevoked"]];
  const steps = slots.flatMap((types) => {
    const [mine, theirs] = [known, shown].map((side) => side.find(({ type }) => types.includes(type)));
    const step = mine && !mine.certainty.inferred ? mine : (theirs ?? mine);
    return step ? [step] : [];
  });
  return steps[0]?.type === "SeatGranted" ? steps.filter(({ type }) => type !== "SeatClaimed") : steps;
}

function isEqual(one: HoldingStep, other: HoldingStep): boolean {
  return (
    one.type === other.type &&
    one.at.getTime() === other.at.getTime() &&
    one.certainty.inferred === other.certainty.inferred
  );
}

/** A holding as it is known from now on; every guess of before is superseded by name, one that stays a guess is told again. */
function told(
  seatId: SeatId,
  { holdingId, occupancy, personId, customerId, memberId, email, metadata }: Omit<Holding, "steps" | "ended">,
  before: Holding | null,
  steps: readonly HoldingStep[],
  certainty = observed,
): readonly HoldingEvent[] {
  const [first] = steps;
  invariant(first, "a holding has a beginning");
  const subject = { seatId, occupancy, holdingId, personId };
  const guesses = (before?.steps ?? []).filter((step) => step.certainty.inferred);
  const superseded = [...new Set(guesses.map(({ version }) => version))].map((supersedes) =>
    seatEvent("HoldingSuperseded", subject, {}, { at: first.at, certainty, supersedes }),
  );
  const personal = { email, metadata };
  const data = {
    customerId,
    memberId,
    steps: steps.map(({ type, at, certainty: sure }) => ({ type, at, certainty: sure })),
  };
  return [...superseded, seatEvent("HoldingDiscovered", subject, data, { at: first.at, personal, certainty })];
}
