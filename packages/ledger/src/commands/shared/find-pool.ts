// How commands find their pool: from memory where it still stands in the ledger as it was, else from the views.

import type { PoolRef } from "../../domain/pool-ref.ts";
import { findPlace, findPlaceOfSeat, type PoolPlace } from "../../store/place-queries.ts";
import { type FoundPool, findPoolAt, findPoolBy, findSeatOfInvitation } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import type { Call } from "./command.ts";
import { insideFence } from "./inside-fence.ts";
import type { WholePool } from "./pool-memory.ts";

/** A pool that has to be read, or one that is remembered. */
export type PoolOfCommand = FoundPool | WholePool;

/** By whichever of its ids a request names. */
export function* poolNamed(ref: PoolRef, call: Call): Reads<PoolOfCommand | null> {
  const id = ref.subscriptionId ?? ref.orderId;
  const known = id && !ref.checkoutId ? yield* remembered(id, call) : null;
  if (!known) return yield* findPoolBy(ref, call.fence);
  return known.pool.kind === (ref.subscriptionId ? "subscription" : "order") ? known : null;
}

export function* poolOfSeat(seatId: string, call: Call): Reads<PoolOfCommand | null> {
  const place = yield* findPlaceOfSeat(seatId);
  return place && (recalled(place, call) ?? (yield* findPoolAt(place.stream, call.fence)));
}

/** The pool and the seat for which a token with this hash was made once; whether it still opens it is for the rules. */
export function* poolOfInvitation(
  hash: string,
  call: Call,
): Reads<{ readonly found: PoolOfCommand; readonly seatId: string } | null> {
  const invitation = yield* findSeatOfInvitation(hash);
  const found = invitation && (yield* poolAt(invitation.stream, call));
  return found && { found, seatId: invitation.seatId };
}

function* poolAt(stream: number, call: Call): Reads<PoolOfCommand | null> {
  return (yield* remembered(stream, call)) ?? (yield* findPoolAt(stream, call.fence));
}

function* remembered(pool: string | number, call: Call): Reads<WholePool | null> {
  const place = yield* findPlace(pool);
  return place && recalled(place, call);
}

function recalled(place: PoolPlace, call: Call): WholePool | null {
  const known = call.memory.recall(place);
  return known && insideFence(known.pool.organizationId, call) ? known : null;
}
