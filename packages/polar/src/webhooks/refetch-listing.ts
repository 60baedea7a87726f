// Asks Polar for the seats of one pool, and records the listing as a whole or not at all. A live seat that it doesn't show
// stays as it is.

import type { PolarClient } from "../client/polar-client.ts";
import { UnusableAnswer } from "../failures.ts";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import { keepAnswer } from "../inbox/keep-answer.ts";
import type { PoolRef } from "../pool-ref.ts";
import { problemOf } from "../translate/check-listing.ts";
import { listingFact } from "../translate/listing.ts";
import { peopleOfSeat } from "../translate/people.ts";
import { subjectOfListing } from "../translate/subjects.ts";
import { read } from "../wire/read.ts";
import { seatsListSchema } from "../wire/seats-list.ts";

/** How often a pool is asked for again that changed in the ledger while Polar answered. */
const maxTries = 3;

export async function refetchListing(
  { ledger, client }: { readonly ledger: InboxLedger; readonly client: Pick<PolarClient, "seats"> },
  ref: PoolRef,
  organizationId: string,
): Promise<void> {
  for (let tries = 1; tries <= maxTries; tries += 1) {
    // Before Polar is asked: what changes after it makes the answer stale, and the ledger then takes nothing of it.
    const { version } = await ledger.getPool(ref);
    const answer = await client.seats(ref);
    const list = read(seatsListSchema, "seat listing", answer.body);
    const problem = problemOf(ref, list);
    if (problem !== null) throw new UnusableAnswer(problem);
    const { observedAt } = answer;
    const people = [...new Set(list.seats.flatMap(peopleOfSeat))];
    const subject = subjectOfListing(ref);
    const { kept } = await keepAnswer(ledger, subject, answer, (originId, body) => ({
      ...{ origin: "listing", originId, organizationId, type: "listing", subject },
      ...{ apiVersion: null, sourceAt: null, observedAt, body, people, state: "applied" },
    }));
    const context = { origin: "listing", originId: kept.originId, observedAt } as const;
    const { stale } = await ledger.record([{ ...listingFact(ref, version, list), gone: [] }], context);
    if (stale.length > 0) continue;
    const { seats } = await ledger.getPool(ref);
    const quantity = { type: "quantity", ...ref, seats: list.total_seats, at: observedAt } as const;
    if (seats !== list.total_seats) await ledger.record([quantity], context);
    return;
  }
  throw new UnusableAnswer(`The pool changed during each of ${maxTries} listings. The next pass asks again.`);
}
