// Makes a mirrored pool agree with what Polar shows: first the pool itself, then, from a whole listing, its seats.
// A recorded close revokes nothing by itself: the listing shows what became of the seats.

import type { PoolStreamEvent } from "../events.ts";
import type { SeatId } from "../ids.ts";
import { later, liveSeatsOf, type PoolState } from "../pool.ts";
import { plainEvent } from "../propose.ts";
import type { SeatState } from "../seat.ts";
import { type Observation, settleSeat, unseenRevoke } from "./settle-seat.ts";
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
  if (shown.status !== "closed") return [opened];
  return [opened, plainEvent("PoolClosed", {}, { at: shown.closedAt ?? observedAt })];
}

/** What changed of a pool that the ledger knows. */
export function settlePool(pool: PoolState, shown: ShownPool, observedAt: Date): readonly PoolStreamEvent[] {
  const events: PoolStreamEvent[] = [];
  if (pool.bought !== shown.seats) {
    const data = { seats: shown.seats, previous: pool.bought };
    events.push(plainEvent("PoolResized", data, { at: observedAt }));
  }
  if (pool.product.id !== shown.product.id || pool.product.name !== shown.product.name) {
    events.push(plainEvent("PoolProductChanged", { product: shown.product }, { at: observedAt }));
  }
  return [...events, ...statusChange(pool, shown, observedAt)];
}

function statusChange(pool: PoolState, shown: ShownPool, observedAt: Date): readonly PoolStreamEvent[] {
  if (pool.status === shown.status) return [];
  switch (shown.status) {
    case "active":
      return [plainEvent(pool.status === "unpaid" ? "PoolActivated" : "PoolReopened", {}, { at: observedAt })];
    case "closed":
      return [plainEvent("PoolClosed", {}, { at: shown.closedAt ?? observedAt })];
    case "unpaid":
      // Polar takes no payment back: an order that was paid once is refunded, not unpaid.
      return [];
  }
}

export interface SettledListing {
  readonly events: readonly PoolStreamEvent[];
  /** Live seats that only the ledger had: they end with the cause `drift`. */
  readonly vanished: readonly SeatId[];
  /** Live seats that only the ledger has, and that are not told to be gone: they stay. */
  readonly missing: readonly SeatId[];
}

/** Settles every seat of a whole listing. Of the live seats that it doesn't show those end that are `gone`; null: all. */
export function settleListing(
  pool: PoolState,
  shown: readonly ShownSeat[],
  gone: readonly SeatId[] | null,
  observation: Observation,
): SettledListing {
  const listed = new Set(shown.map((seat) => seat.id));
  const ending = gone && new Set(gone);
  const ends = ({ id }: SeatState) => ending === null || ending.has(id);
  const unlisted = liveSeatsOf(pool).filter((seat) => !listed.has(seat.id));
  const vanished = unlisted.filter(ends);
  const missing = unlisted.filter((seat) => !ends(seat));
  const settled = [...shown]
    .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
    .flatMap((seat) => settleSeat(pool.seats.get(seat.id) ?? null, seat, observation));
  const ended = vanished.map((seat) => unseenRevoke(seat, later(seat.modifiedAt, observation.observedAt), "drift"));
  const ids = (seats: readonly SeatState[]) => seats.map((seat) => seat.id);
  return { events: [...settled, ...ended], vanished: ids(vanished), missing: ids(missing) };
}
