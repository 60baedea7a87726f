// From a decision about a pool to what is appended to its stream.

import type { PoolStreamEvent, RecordedEvent } from "../../domain/events.ts";
import { evolvePoolAll, type PoolState } from "../../domain/pool.ts";
import type { SeatState } from "../../domain/seat.ts";
import { invariant } from "../../invariant.ts";
import type { PoolAppend } from "../../store/append.ts";
import type { FoundPool, PoolRefs } from "../../store/pool-queries.ts";
import type { Anchor } from "./command.ts";

/** The pool after the events, and what to append. */
export function poolAppend(found: FoundPool, events: readonly PoolStreamEvent[]): PoolAppend {
  const after = events.length === 0 ? found.pool : evolvePoolAll(found.pool, events, found.pool);
  return { kind: "pool", refs: found.refs, before: found.pool, events, after };
}

export function poolAnchor(refs: PoolRefs, pool: PoolState): Anchor {
  return { stream: refs.stream, version: pool.version };
}

/** The pool as it was after these events of its stream. */
export function foldedPool(events: readonly RecordedEvent[]): PoolState {
  const [first] = events;
  invariant(first?.stream.kind === "pool", "a pool is folded from its own stream");
  const of = { id: first.stream.id as PoolState["id"], organizationId: first.organizationId };
  return evolvePoolAll(null, events as readonly PoolStreamEvent[], of);
}

/** The seat of the last of these events, which may be its own alone. */
export function lastSeat(pool: PoolState, events: readonly RecordedEvent[]): SeatState {
  const last = events.at(-1);
  const seat = last?.seatId ? pool.seats.get(last.seatId) : undefined;
  invariant(last && seat, "the anchor of a seat command is an event of a seat");
  return { ...seat, version: last.version };
}

export function seatIn(pool: PoolState, seatId: string): SeatState {
  const seat = pool.seats.get(seatId as SeatState["id"]);
  invariant(seat, `pool ${pool.id} has seat ${seatId}`);
  return seat;
}
