// A pool: a subscription or an order with its seats. The stream of the seats is the pool, because "never more live seats
// than were bought" and "one live seat for each person" span its seats. Pure.

import { invariant, unreachable } from "../invariant.ts";
import type { Authority, HoldingEvent, PoolKind, PoolStatus, PoolStreamEvent, Product, SeatEvent } from "./events.ts";
import type { CustomerId, OrganizationId, PoolId, SeatId } from "./ids.ts";
import { isBefore } from "./moment.ts";
import { evolveSeat, type SeatState, withDiscovery } from "./seat.ts";
import { isLive, type SeatMachineState } from "./seat-machine.ts";
import { Seats } from "./seats.ts";

export interface PoolState {
  readonly id: PoolId;
  readonly kind: PoolKind;
  readonly organizationId: OrganizationId;
  /** Who pays. A seat's customer may be another one. */
  readonly customerId: CustomerId;
  readonly checkoutId: string | null;
  readonly product: Product;
  /** How many seats were bought. */
  readonly bought: number;
  readonly status: PoolStatus;
  readonly authority: Authority;
  readonly pending: number;
  readonly claimed: number;
  readonly openedAt: Date;
  /** When the last event occurred: what comes next may not lie before it. */
  readonly lastOccurredAt: Date;
  readonly version: number;
  readonly seats: Seats;
}

export function liveSeats(pool: PoolState): number {
  return pool.pending + pool.claimed;
}

/** Which pool a stream is of: its first event does not say it again. */
export type PoolIdentity = Pick<PoolState, "id" | "organizationId">;

/** The pool after the events of its stream. The given pool stays as it is. */
export function evolvePoolAll(pool: PoolState | null, events: readonly PoolStreamEvent[], of: PoolIdentity): PoolState {
  let after = pool;
  for (const event of events) after = evolve(after, event, of);
  invariant(after, "a pool comes from at least one event");
  return after;
}

function evolve(pool: PoolState | null, event: PoolStreamEvent, of: PoolIdentity): PoolState {
  if (event.type === "PoolOpened") {
    invariant(pool === null, "a pool is opened once");
    return openedPool(event, of);
  }
  invariant(pool, `${event.type} before the pool was opened`);
  if (event.seatId !== null) {
    const isPast = event.type === "HoldingDiscovered" || event.type === "HoldingSuperseded";
    return isPast ? withPast(pool, event) : withSeat(pool, event);
  }
  const next = { ...pool, version: pool.version + 1, lastOccurredAt: later(pool.lastOccurredAt, event.occurredAt) };
  switch (event.type) {
    case "QuantityDiscovered":
      return next;
    case "PoolResized":
      return { ...next, bought: event.data.seats };
    case "PoolProductChanged":
      return { ...next, product: event.data.product };
    case "PoolActivated":
    case "PoolReopened":
      return { ...next, status: "active" };
    case "PoolClosed":
      return { ...next, status: "closed" };
    default:
      return unreachable(event);
  }
}

function openedPool(event: Extract<PoolStreamEvent, { type: "PoolOpened" }>, of: PoolIdentity): PoolState {
  const { seats: bought, ...facts } = event.data;
  return {
    ...facts,
    id: of.id,
    organizationId: of.organizationId,
    bought,
    pending: 0,
    claimed: 0,
    openedAt: event.occurredAt,
    lastOccurredAt: event.occurredAt,
    version: 1,
    seats: Seats.of([]),
  };
}

function withSeat(pool: PoolState, event: SeatEvent): PoolState {
  const version = pool.version + 1;
  const before = pool.seats.get(event.seatId) ?? null;
  const ordinal = before?.ordinal ?? pool.seats.size + 1;
  const after = evolveSeat(before, event, { version, ordinal });
  return {
    ...pool,
    version,
    lastOccurredAt: later(pool.lastOccurredAt, event.occurredAt),
    seats: pool.seats.with(after),
    pending: pool.pending + counts(after.status, "pending") - counts(before?.status, "pending"),
    claimed: pool.claimed + counts(after.status, "claimed") - counts(before?.status, "claimed"),
  };
}

function withPast(pool: PoolState, event: HoldingEvent): PoolState {
  const seat = pool.seats.get(event.seatId);
  invariant(seat, `${event.type} for a seat that the pool knows`);
  const lastOccurredAt = later(pool.lastOccurredAt, event.occurredAt);
  return { ...pool, version: pool.version + 1, lastOccurredAt, seats: pool.seats.with(withDiscovery(seat, event)) };
}

function counts(found: SeatMachineState | undefined, status: "pending" | "claimed"): number {
  return found === status ? 1 : 0;
}

/** The number of the seat that an event of this pool is about; null where it is about none. */
export function ordinalIn(pool: PoolState, { seatId }: { readonly seatId: SeatId | null }): number | null {
  if (seatId === null) return null;
  const seat = pool.seats.get(seatId);
  invariant(seat, `seat ${seatId} is in its pool after its event`);
  return seat.ordinal;
}

/** The live seats, in the order in which the pool came to know them. */
export function liveSeatsOf(pool: PoolState): readonly SeatState[] {
  return [...pool.seats.values()].filter((seat) => isLive(seat.status));
}

export function later(one: Date, other: Date): Date {
  return isBefore(one, other) ? other : one;
}
