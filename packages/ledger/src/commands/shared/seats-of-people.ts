// People leave: each live seat that they hold in a pool of the ledger is revoked, by an event of its own.

import { holdsSeat } from "../../domain/decide/holds-seat.ts";
import { revocations } from "../../domain/decide/revoke-seat.ts";
import type { Cause } from "../../domain/events.ts";
import { type CustomerId, type PersonId, personOf } from "../../domain/ids.ts";
import { liveSeatsOf } from "../../domain/pool.ts";
import type { PoolAppend } from "../../store/append.ts";
import { type FoundPool, readPoolsOfHolder, readPoolsOfHoldingCustomer } from "../../store/pool-queries.ts";
import type { Reads } from "../../store/port.ts";
import { poolChanges } from "./pool-changes.ts";

export interface Leaving {
  readonly organization: number;
  readonly people: readonly PersonId[];
  /** Those of the people who are customers: with the member model off these hold seats in anybody's pool. */
  readonly customers: readonly CustomerId[];
}

export function* revokedSeats(
  { organization, people, customers }: Leaving,
  at: Date,
  cause: Cause,
): Reads<readonly PoolAppend[]> {
  const pools: FoundPool[] = [];
  for (const person of people) pools.push(...(yield* readPoolsOfHolder(person)));
  for (const customer of customers) pools.push(...(yield* readPoolsOfHoldingCustomer(organization, customer)));
  const ids: ReadonlySet<string> = new Set([...people, ...customers.map((id) => personOf(null, id))]);
  return yield* poolChanges(pools, at, (pool, when) => {
    const held = liveSeatsOf(pool).filter((seat) => holdsSeat(pool, seat, ids));
    return revocations(held, when, cause);
  });
}
