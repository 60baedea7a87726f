// What is now believed to have been so at a time, whenever it was learned: discoveries included, superseded guesses left
// out. Status and holder of a seat come from the holding that had begun last, the number of bought seats from the last
// change that was known.

import type { RecordedEvent } from "./events.ts";
import {
  beginningOfHolding,
  claimedAtOf,
  foldHoldings,
  type Holding,
  holderThen,
  inTime,
  stepOfType,
} from "./holdings.ts";
import { later, type PoolState } from "./pool.ts";
import type { ShownSeat } from "./seat.ts";
import type { SeatStatus } from "./seat-machine.ts";

/** The status of a seat from a time on, until the next. */
export interface BelievedStatus {
  readonly at: Date;
  readonly status: SeatStatus;
}

/** Every status that a seat is believed to have had, in order; its events are given. */
export function believedStatuses(events: readonly RecordedEvent[]): readonly BelievedStatus[] {
  const holdings = inTime(foldHoldings(events));
  return holdings.flatMap((holding, index) => {
    const next = holdings[index + 1];
    const from = beginningOfHolding(holding);
    const times = holding.steps.map(({ at }) => later(from, at).getTime());
    return [...new Set(times)]
      .filter((at) => !next || at < beginningOfHolding(next).getTime())
      .toSorted((one, other) => one - other)
      .map((at) => ({ at: new Date(at), status: statusAt(holding, new Date(at)) }));
  });
}

function statusAt(holding: Holding, at: Date): SeatStatus {
  const revoked = stepOfType(holding, "SeatRevoked");
  if (revoked && revoked.at <= at) return "revoked";
  const claimedAt = claimedAtOf(holding);
  return claimedAt && claimedAt <= at ? "claimed" : "pending";
}

/** The seat as it is believed to have been; null where nobody had held it yet. `seat` is its present. */
export function believedSeat(seat: ShownSeat, events: readonly RecordedEvent[], at: Date): ShownSeat | null {
  const holding = inTime(foldHoldings(events)).findLast((one) => beginningOfHolding(one) <= at);
  if (!holding) return null;
  const own = events.filter((event) => event.holdingId === holding.holdingId);
  const happened = own.filter(({ occurredAt }) => occurredAt <= at);
  const steps = holding.steps.filter((step) => step.at <= at);
  const changes = happened.filter(({ type }) => type === "HolderChanged" || type === "InvitationResent");
  const status = statusAt(holding, at);
  const { personId, customerId, memberId, email } = holderThen(happened) ?? holding;
  const nobody = { personId: null, customerId: null, memberId: null, email: null };
  const claimedAt = claimedAtOf(holding);
  return {
    ...seat,
    status,
    occupancy: holding.occupancy,
    holdingId: holding.holdingId,
    ...(status === "revoked" ? nobody : { personId, customerId, memberId, email }),
    metadata: holding.metadata,
    modifiedAt: [...steps.map((step) => step.at), ...changes.map((change) => change.occurredAt)].reduce(later),
    claimedAt: claimedAt && claimedAt <= at ? claimedAt : null,
    revokedAt: status === "revoked" ? (stepOfType(holding, "SeatRevoked")?.at ?? null) : null,
    expiresAt: expiryOf(happened),
    version: Math.max(...[...steps, ...changes].map(({ version }) => version)),
  };
}

function expiryOf(happened: readonly RecordedEvent[]): Date | null {
  const sent = happened.findLast(({ type }) => type === "SeatAssigned" || type === "InvitationResent");
  return sent?.type === "SeatAssigned" || sent?.type === "InvitationResent" ? sent.data.expiresAt : null;
}

/** The numbers and the product of a pool from a time on, until the next. */
export interface BelievedTerms extends Pick<PoolState, "bought" | "product" | "status"> {
  readonly at: Date;
  readonly version: number;
}

/** What a pool is believed to have been as a whole, from its opening on, in order. Events of its seats are passed over. */
export function believedTerms(events: readonly RecordedEvent[]): readonly BelievedTerms[] {
  const superseded = supersededTerms(events);
  const known = events
    .filter(({ version }) => !superseded.has(version))
    .toSorted((one, other) => +one.occurredAt - +other.occurredAt || one.version - other.version);
  // What was bought before the pool opened says nothing about its seats.
  const [opening, ...changes] = known.slice(known.findIndex(({ type }) => type === "PoolOpened"));
  if (opening?.type !== "PoolOpened") return [];
  const terms: BelievedTerms[] = [];
  for (const event of [openedWith(opening, changes), ...changes]) {
    const next = withTerms(terms.at(-1) ?? null, event);
    if (next) terms.push(next);
  }
  return terms;
}

/**
 * The versions that hold no longer. A resize whose true time is earlier stays: where nothing lies between, it says nothing
 * new, and where another number came in between, it tells that this one was left again.
 */
export function supersededTerms(events: readonly RecordedEvent[]): ReadonlySet<number> {
  const times = new Map(events.map(({ version, occurredAt }) => [version, occurredAt]));
  return new Set(
    events.flatMap(({ type, occurredAt, supersedes }) => {
      const shownAt = supersedes === null ? undefined : times.get(supersedes);
      const isEarlier = type === "QuantityDiscovered" && shownAt !== undefined && occurredAt < shownAt;
      return supersedes === null || isEarlier ? [] : [supersedes];
    }),
  );
}

/** A pool that was seen late shows what was bought by then: what was before, the first change that is known tells. */
function openedWith(opening: RecordedEvent<"PoolOpened">, changes: readonly RecordedEvent[]): typeof opening {
  const first = changes.find(isQuantityChange);
  return { ...opening, data: { ...opening.data, seats: first?.data.previous ?? opening.data.seats } };
}

function isQuantityChange(event: RecordedEvent): event is RecordedEvent<"PoolResized" | "QuantityDiscovered"> {
  return event.type === "PoolResized" || event.type === "QuantityDiscovered";
}

function withTerms(before: BelievedTerms | null, event: RecordedEvent): BelievedTerms | null {
  const { occurredAt: at, version } = event;
  if (event.type === "PoolOpened") {
    const { seats: bought, product, status } = event.data;
    return { bought, product, status, at, version };
  }
  const terms = before && { ...before, at, version: Math.max(version, before.version) };
  switch (event.type) {
    case "PoolResized":
    case "QuantityDiscovered":
      return terms && { ...terms, bought: event.data.seats };
    case "PoolProductChanged":
      return terms && { ...terms, product: event.data.product };
    case "PoolActivated":
    case "PoolReopened":
      return terms && { ...terms, status: "active" };
    case "PoolClosed":
      return terms && { ...terms, status: "closed" };
    default:
      return null;
  }
}

/** The terms that held at a time; null before the opening. */
export function termsAt(terms: readonly BelievedTerms[], at: Date): BelievedTerms | null {
  return terms.findLast((one) => one.at <= at) ?? null;
}
