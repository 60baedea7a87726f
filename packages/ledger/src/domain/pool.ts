// A pool: a subscription or an order with its seats. The stream of the seats is the pool, because "never more live seats
// than were bought" and "one live seat for each person" span its seats. Pure.

import { invariant, unreachable } from "../invariant.ts";
import type { Authority, PoolKind, PoolStatus, PoolStreamEvent, Product, SeatEvent } from "./events.ts";
import type { CustomerId, OrganizationId, PoolId, SeatId } from "./ids.ts";
import { evolveSeat, type SeatState } from "./seat.ts";
import { isLive, type SeatMachineState } from "./seat-machine.ts";

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
  readonly modifiedAt: Date;
  /** When the last event occurred: what comes next may not lie before it. */
  readonly lastOccurredAt: Date;
  readonly version: number;
  readonly seats: ReadonlyMap<SeatId, SeatState>;
}

export function liveSeats(pool: PoolState): number {
  return pool.pending + pool.claimed;
}

/** The pool after one event of its stream. */
export function evolvePool(
  pool: PoolState | null,
  event: PoolStreamEvent,
  of: { readonly id: PoolId; readonly organizationId: OrganizationId },
): PoolState {
  if (event.type === "PoolOpened") {
    invariant(pool === null, "a pool is opened once");
    return openedPool(event, of);
  }
  invariant(pool, `${event.type} before the pool was opened`);
  const next = {
    ...pool,
    version: pool.version + 1,
    lastOccurredAt: later(pool.lastOccurredAt, event.occurredAt),
  };
  if (event.seatId !== null) return withSeat(next, event);
  const changed = { ...next, modifiedAt: event.occurredAt };
  switch (event.type) {
    case "PoolResized":
      return { ...changed, bought: event.data.seats };
    case "PoolProductChanged":
      return { ...changed, product: event.data.product };
    case "PoolActivated":
    case "PoolReopened":
      return { ...changed, status: "active" };
    case "PoolClosed":
      return { ...changed, status: "closed" };
    default:
      return unreachable(event);
  }
}

/** The pool after several events. */
export function evolvePoolAll(
  pool: PoolState | null,
  events: readonly PoolStreamEvent[],
  of: { readonly id: PoolId; readonly organizationId: OrganizationId },
): PoolState {
  const after = events.reduce<PoolState | null>((state, event) => evolvePool(state, event, of), pool);
  invariant(after, "a pool comes from at least one event");
  return after;
}

function openedPool(
  event: Extract<PoolStreamEvent, { type: "PoolOpened" }>,
  of: { readonly id: PoolId; readonly organizationId: OrganizationId },
): PoolState {
  const { seats: bought, ...facts } = event.data;
  return {
    ...facts,
    id: of.id,
    organizationId: of.organizationId,
    bought,
    pending: 0,
    claimed: 0,
    openedAt: event.occurredAt,
    modifiedAt: event.occurredAt,
    lastOccurredAt: event.occurredAt,
    version: 1,
    seats: new Map(),
  };
}

function withSeat(pool: PoolState, event: SeatEvent): PoolState {
  const before = pool.seats.get(event.seatId) ?? null;
  const after = evolveSeat(before, event, {
    version: pool.version,
    ordinal: before?.ordinal ?? pool.seats.size + 1,
  });
  const seats = new Map(pool.seats).set(event.seatId, after);
  const change = (status: "pending" | "claimed") => counts(after.status, status) - counts(before?.status, status);
  return { ...pool, seats, pending: pool.pending + change("pending"), claimed: pool.claimed + change("claimed") };
}

function counts(found: SeatMachineState | undefined, status: "pending" | "claimed"): number {
  return found === status ? 1 : 0;
}

/** The live seats, in the order in which the pool came to know them. */
export function liveSeatsOf(pool: PoolState): readonly SeatState[] {
  return [...pool.seats.values()].filter((seat) => isLive(seat.status));
}

export function later(one: Date, other: Date): Date {
  return other > one ? other : one;
}
