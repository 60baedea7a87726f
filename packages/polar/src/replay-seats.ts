// The last part of a pass: each pool's listing. A listing is applied as a whole or not at all.

import { UnusableAnswer } from "./failures.ts";
import { attempt, type Pass, record, requestOf } from "./pass.ts";
import { problemOf } from "./translate/check-listing.ts";
import type { ShownPool } from "./translate/facts.ts";
import { listingFact } from "./translate/listing.ts";
import { read } from "./wire/read.ts";
import { seatsListSchema, type WireSeatsList } from "./wire/seats-list.ts";

/** How often a pool is asked for again that changed in the ledger while Polar answered. */
const maxTries = 3;

export async function replaySeats(pass: Pass, pools: readonly ShownPool[]): Promise<void> {
  let done = 0;
  for (const shown of pools) {
    await attempt(pass, shown.ref, () => replayListing(pass, shown));
    done += 1;
    pass.onProgress({ phase: "seats", done, total: pools.length });
  }
}

async function replayListing(pass: Pass, shown: ShownPool): Promise<void> {
  const { ref } = shown;
  const request = `${requestOf(ref)}/seats`;
  for (let tries = 1; tries <= maxTries; tries += 1) {
    // Before Polar is asked: what changes after it makes the answer stale, and the ledger then takes nothing of it.
    const { version } = await pass.ledger.getPool(ref);
    const { body, observedAt } = await pass.client.seats(ref);
    const list = checkedList(shown, body);
    const { stale } = await record(pass, [listingFact(ref, version, list)], { ref, request, observedAt });
    if (stale.length > 0) continue;
    pass.tally.sawSeats(list.seats.length);
    return recordQuantity(pass, shown, list, observedAt);
  }
  throw new UnusableAnswer(`The pool changed during each of ${maxTries} listings. Run the pass again.`);
}

function checkedList({ ref }: ShownPool, body: unknown): WireSeatsList {
  const list = read(seatsListSchema, "seat listing", body);
  const problem = problemOf(ref, list);
  if (problem !== null) throw new UnusableAnswer(problem);
  return list;
}

/** The listing is newer than the page that showed the pool: where they differ, the quantity was changed in between. */
async function recordQuantity(
  pass: Pass,
  { ref, pool }: ShownPool,
  { total_seats: seats }: WireSeatsList,
  observedAt: Date,
): Promise<void> {
  if (seats === pool.seats) return;
  await record(pass, [{ ...pool, seats }], { ref, request: `${requestOf(ref)}/seats`, observedAt });
}
