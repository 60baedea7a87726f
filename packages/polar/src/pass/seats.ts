// Each pool's listing, the stalest pool first and a few at once. A listing is applied as a whole or not at all, and ends no
// seat: what only the ledger has waits for the end of the pass.

import { UnusableAnswer } from "../failures.ts";
import { type PoolRef, refOf } from "../pool-ref.ts";
import { problemOf } from "../translate/check-listing.ts";
import { listingFact } from "../translate/listing.ts";
import { peopleOfSeat } from "../translate/people.ts";
import { subjectOfListing } from "../translate/subjects.ts";
import { seatsListSchema, type WireSeatsList } from "../wire/seats-list.ts";
import { keepShown } from "./keep-shown.ts";
import { attempt, type Pass, record, type ShownBy } from "./pass.ts";
import { poolFactOf } from "./pool-fact-of.ts";
import type { PoolNote } from "./pool-notes.ts";
import { putDownListing } from "./put-down-listing.ts";
import { readOrKeep } from "./read-or-keep.ts";
import { together } from "./together.ts";

/** How often a pool is asked for again that changed in the ledger while Polar answered. */
const maxTries = 3;
const atOnce = 4;

export async function replaySeats(pass: Pass): Promise<void> {
  const { id } = pass.progress;
  const recorded = pass.pools.all().filter(({ recordedIn }) => recordedIn === id);
  const open = recorded.filter(({ listedIn }) => listedIn !== id).toSorted(byStaleness);
  let done = recorded.length - open.length;
  await together(open, atOnce, async (note) => {
    const ref = refOf(note);
    await attempt(pass, ref, () => replayListing(pass, ref));
    await pass.progress.save();
    done += 1;
    pass.onProgress({ phase: "seats", done, total: recorded.length });
  });
}

/** Those that were never listed come first of all. */
function byStaleness(one: PoolNote, other: PoolNote): number {
  const [first, second] = [one.listedAt ?? "", other.listedAt ?? ""];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

async function replayListing(pass: Pass, ref: PoolRef): Promise<void> {
  for (let tries = 1; tries <= maxTries; tries += 1) {
    // Before Polar is asked: what changes after it makes the answer stale, and the ledger then takes nothing of it.
    const pool = await pass.ledger.getPool(ref);
    const { seats: before } = await pass.ledger.listSeats(ref);
    const { body, observedAt } = await pass.client.seats(ref);
    const about = { type: "listing", subject: subjectOfListing(ref), item: body, observedAt } as const;
    const check = (list: WireSeatsList) => problemOf(ref, list);
    const list = await readOrKeep(pass, about, "seat listing", seatsListSchema, check);
    const kept = await keepShown(pass, {
      ...about,
      organizationId: pool.organizationId,
      people: list.seats.flatMap(peopleOfSeat),
    });
    const fact = { ...listingFact(ref, pool.version, list), gone: [] };
    const { stale, missing, guesses } = await record(pass, [fact], kept);
    if (stale.length > 0) continue;
    await recordQuantity(pass, ref, list, kept);
    return await putDownListing(pass, ref, { list, kept, missing, guesses, before });
  }
  throw new UnusableAnswer(`The pool changed during each of ${maxTries} listings. Run the pass again.`);
}

/** The listing is newer than the page that showed the pool: where they differ, the quantity was changed in between. */
async function recordQuantity(pass: Pass, ref: PoolRef, list: WireSeatsList, kept: ShownBy): Promise<void> {
  const pool = await pass.ledger.getPool(ref);
  const seats = list.total_seats;
  if (seats !== pool.seats) await record(pass, [{ ...poolFactOf(pool), seats }], kept);
}
