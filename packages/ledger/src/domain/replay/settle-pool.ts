// Makes a mirrored pool agree with what Polar shows: first the pool itself, then, from a whole listing, its seats.
// A recorded close revokes nothing by itself: the listing shows what became of the seats.

import { supersededTerms } from "../believed.ts";
import type { EventType, PoolStreamEvent, RecordedEvent } from "../events.ts";
import type { SeatId } from "../ids.ts";
import { later, liveSeatsOf, type PoolState } from "../pool.ts";
import { plainEvent } from "../propose.ts";
import type { SeatState } from "../seat.ts";
import { settleListed } from "./settle-past.ts";
import { type Observation, unseenRevoke } from "./settle-seat.ts";
import type { ShownPool, ShownSeat } from "./shown.ts";

/** The opening of a pool that the ledger did not know, and what became of it since. */
export function openShownPool(shown: ShownPool, observedAt: Date): readonly PoolStreamEvent[] {
  const { kind, customerId, product, seats, checkoutId, openedAt } = shown;
  const status = shown.status === "unpaid" ? "unpaid" : "active";
  const opened = plainEvent(
    "PoolOpened",
    { kind, customerId, product, seats, status, authority: "polar", checkoutId },
    { at: openedAt },
  );
  return shown.status === "closed" ? [opened, closed(shown, openedAt, observedAt)] : [opened];
}

/**
 * What changed of a pool that the ledger knows; `events` are those of the pool as a whole. A change has the time of what
 * is shown, but lies never before the last known one of its kind.
 */
export function settlePool(
  pool: PoolState,
  events: readonly RecordedEvent[],
  shown: ShownPool,
  observedAt: Date,
): readonly PoolStreamEvent[] {
  const changes: PoolStreamEvent[] = [];
  const { seats, product } = shown;
  const shownAt = shownTime(shown, observedAt);
  if (pool.bought !== seats) {
    const at = later(shownAt, lastTime(events, quantityTypes));
    changes.push(plainEvent("PoolResized", { seats, previous: pool.bought }, { at }));
  }
  if (pool.product.id !== product.id || pool.product.name !== product.name) {
    // A product is renamed without its pools: only another product is a change of the pool.
    const since = pool.product.id === product.id ? observedAt : shownAt;
    changes.push(plainEvent("PoolProductChanged", { product }, { at: later(since, lastTime(events, productTypes)) }));
  }
  return [...changes, ...statusChange(pool, events, shown, observedAt)];
}

function statusChange(
  pool: PoolState,
  events: readonly RecordedEvent[],
  shown: ShownPool,
  observedAt: Date,
): readonly PoolStreamEvent[] {
  const guess = pool.status === "closed" ? guessedClose(events) : null;
  if (pool.status === shown.status && !(guess && showsItsTime(shown))) return [];
  const last = lastTime(events, statusTypes);
  switch (shown.status) {
    case "active": {
      const at = later(shownTime(shown, observedAt), last);
      const type = pool.status === "unpaid" ? "PoolActivated" : "PoolReopened";
      return [plainEvent(type, {}, { at, supersedes: guess?.version ?? null })];
    }
    case "closed": {
      if (!guess) return [closed(shown, shown.vanished ? lastTime(events, poolTypes) : last, observedAt)];
      const before = events.filter((event) => event !== guess);
      return [{ ...closed(shown, lastTime(before, statusTypes), observedAt), supersedes: guess.version }];
    }
    case "unpaid":
      // Polar takes no payment back: an order that was paid once is refunded, not unpaid.
      return [];
  }
}

/** What says closed and not when may only repeat what the ledger has guessed. */
function showsItsTime({ closedAt, shownAt, vanished }: ShownPool): boolean {
  return !vanished && (closedAt ?? shownAt) !== null;
}

/** The close that nobody showed, where it is the last that is known of the pool's status. */
function guessedClose(events: readonly RecordedEvent[]): RecordedEvent | null {
  const last = events.findLast(({ type }) => statusTypes.includes(type));
  return last?.type === "PoolClosed" && last.certainty.inferred ? last : null;
}

/** The close of a pool, not before what is known of it. Nobody showed that of a pool that vanished. */
function closed(shown: ShownPool, notBefore: Date, observedAt: Date): PoolStreamEvent {
  if (!shown.vanished) {
    return plainEvent("PoolClosed", {}, { at: later(shown.closedAt ?? shownTime(shown, observedAt), notBefore) });
  }
  const notAfter = later(observedAt, notBefore);
  const certainty = { inferred: true, notBefore, notAfter } as const;
  return plainEvent("PoolClosed", {}, { at: notAfter, certainty, cause: "drift" });
}

/** The source's time of what it shows; what has none, or one that is still to come, is dated when it was observed. */
function shownTime({ shownAt }: ShownPool, observedAt: Date): Date {
  return shownAt && shownAt < observedAt ? shownAt : observedAt;
}

const quantityTypes: readonly EventType[] = ["PoolOpened", "PoolResized", "QuantityDiscovered"];
const productTypes: readonly EventType[] = ["PoolOpened", "PoolProductChanged"];
const statusTypes: readonly EventType[] = ["PoolOpened", "PoolActivated", "PoolReopened", "PoolClosed"];
const poolTypes: readonly EventType[] = [...new Set([...quantityTypes, ...productTypes, ...statusTypes])];

/** When the last of these events occurred that still holds. */
function lastTime(events: readonly RecordedEvent[], types: readonly EventType[]): Date {
  const superseded = supersededTerms(events);
  const known = events.filter(({ type, version }) => types.includes(type) && !superseded.has(version));
  return known.map(({ occurredAt }) => occurredAt).reduce(later);
}

export interface SettledListing {
  readonly events: readonly PoolStreamEvent[];
  /** Live seats that only the ledger had: they end with the cause `drift`. */
  readonly vanished: readonly SeatId[];
  /** Live seats that only the ledger has, and that are not told to be gone: they stay. */
  readonly missing: readonly SeatId[];
}

/**
 * Settles every seat of a whole listing. Of the live seats that it doesn't show those end that are `gone`; null: all. `past`
 * has the events of the seats that may return.
 */
export function settleListing(
  pool: PoolState,
  shown: readonly ShownSeat[],
  gone: readonly SeatId[] | null,
  observation: Observation,
  past: ReadonlyMap<SeatId, readonly RecordedEvent[]>,
): SettledListing {
  const listed = new Set(shown.map((seat) => seat.id));
  const ending = gone && new Set(gone);
  const ends = ({ id }: SeatState) => ending === null || ending.has(id);
  const unlisted = liveSeatsOf(pool).filter((seat) => !listed.has(seat.id));
  const vanished = unlisted.filter(ends);
  const missing = unlisted.filter((seat) => !ends(seat));
  const settled = [...shown]
    .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
    .flatMap((seat) => settleListed(pool.seats.get(seat.id) ?? null, past.get(seat.id) ?? [], seat, observation));
  const ended = vanished.map((seat) => unseenRevoke(seat, later(seat.modifiedAt, observation.observedAt), "drift"));
  const ids = (seats: readonly SeatState[]) => seats.map((seat) => seat.id);
  return { events: [...settled, ...ended], vanished: ids(vanished), missing: ids(missing) };
}
