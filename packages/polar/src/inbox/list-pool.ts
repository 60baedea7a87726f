// Asks Polar for the seats of one pool, and records the listing as a whole or not at all. It ends no seat: whether a live one
// that isn't listed is gone, only passes can tell.

import type { Recorded, Seat } from "seat-ledger";
import type { Answer, PolarClient } from "../client/polar-client.ts";
import { UnusableAnswer } from "../failures.ts";
import { type Ours, withIntents } from "../intents/with-intents.ts";
import type { PoolRef } from "../pool-ref.ts";
import { problemOf } from "../translate/check-listing.ts";
import { listingFact } from "../translate/listing.ts";
import { peopleAnywhere, peopleOfSeat } from "../translate/people.ts";
import { poolFactOf } from "../translate/pool-fact-of.ts";
import { shownSeat } from "../translate/seat.ts";
import { subjectOfListing } from "../translate/subjects.ts";
import { read } from "../wire/read.ts";
import { seatsListSchema, type WireSeatsList } from "../wire/seats-list.ts";
import { inTurn } from "./in-turn.ts";
import type { InboxLedger } from "./inbox-ledger.ts";
import { answerId, keepAnswer } from "./keep-answer.ts";
import { keepUnread } from "./keep-unread.ts";
import type { Observation } from "./observation-of.ts";

/** How often a pool is asked for again that changed in the ledger while Polar answered. */
const maxTries = 3;

export interface Listed {
  readonly list: WireSeatsList;
  readonly observedAt: Date;
  /** Under which it is kept. */
  readonly originId: string;
  /** The ledger's seats before it was recorded, and what came of it. */
  readonly before: readonly Seat[];
  readonly recorded: Recorded;
  /** At which version that left the pool: what comes later is not covered by it. */
  readonly version: number;
  readonly organizationId: string;
}

interface Asking {
  readonly ledger: InboxLedger;
  readonly client: Pick<PolarClient, "seats">;
}

export async function listPool({ ledger, client }: Asking, ref: PoolRef): Promise<Listed> {
  const earlier: Recorded[] = [];
  for (let tries = 1; tries <= maxTries; tries += 1) {
    // Before Polar is asked: what changes after it makes the answer stale, and the ledger then takes nothing of it.
    const { version, organizationId } = await ledger.getPool(ref);
    const { seats: before } = await ledger.listSeats(ref);
    const answer = await client.seats(ref);
    const { observedAt } = answer;
    const describe = describedBy(ref, organizationId, observedAt);
    const list = await readOrKeep(ledger, ref, answer, describe);
    const people = [...new Set(list.seats.flatMap(peopleOfSeat))];
    const { kept } = await keepAnswer(ledger, subjectOfListing(ref), answer, (originId, body) => ({
      ...describe(originId, body, people),
      state: "applied",
    }));
    const context = { origin: "listing", originId: kept.originId, observedAt } as const;
    const put = await recordListing(ledger, ref, { version, list, context });
    if (put.recorded.stale.length > 0) {
      earlier.push(put.recorded);
      continue;
    }
    const recorded = withAll(put.recorded, earlier);
    return { version: put.version, recorded, list, observedAt, originId: kept.originId, before, organizationId };
  }
  throw new UnusableAnswer(`The pool changed during each of ${maxTries} listings. The next pass asks again.`);
}

interface Listing {
  /** Of the pool, before Polar was asked. */
  readonly version: number;
  readonly list: WireSeatsList;
  readonly context: { readonly origin: "listing"; readonly originId: string; readonly observedAt: Date };
}

type Put = Pick<Listed, "recorded" | "version">;

/** In one turn: what is heard between the seats and their number is later than both, and must not be undone. */
function recordListing(ledger: InboxLedger, ref: PoolRef, listing: Listing): Promise<Put> {
  const { list, context } = listing;
  const showing = { ref, seats: list.seats.map(shownSeat), ...context };
  return inTurn(ledger, () =>
    withIntents(ledger, showing, async (ours) => {
      const put = await recordSeats(ledger, ref, {
        ...listing,
        version: await versionAfter(ledger, ref, listing, ours),
      });
      const recorded = withAll(
        put.recorded,
        ours.map((one) => one.recorded),
      );
      return { ...put, recorded, isWhole: recorded.stale.length === 0 };
    }),
  );
}

/**
 * The version at which the listing may be taken: what of it was recorded before it, as asked for here, makes it not stale; what
 * anybody else appended does.
 */
async function versionAfter(
  ledger: InboxLedger,
  ref: PoolRef,
  { version: before }: Listing,
  ours: readonly Ours[],
): Promise<number> {
  // What others had recorded of the same seat is no less a change than of another one.
  const byUs = ours.filter(({ seat, recorded }) => recorded.appended > 0 && seat.version > before);
  const changed = new Set(byUs.map(({ seat }) => seat.id));
  if (changed.size === 0) return before;
  const { version } = await ledger.getPool(ref);
  return version === before + changed.size ? version : before;
}

/** What came of a listing, with the events of what was recorded beside it. */
function withAll(recorded: Recorded, others: readonly Recorded[]): Recorded {
  const sum = (count: "appended" | "inferred") => others.reduce((all, one) => all + one[count], recorded[count]);
  return { ...recorded, appended: sum("appended"), inferred: sum("inferred") };
}

async function recordSeats(ledger: InboxLedger, ref: PoolRef, { version, list, context }: Listing): Promise<Put> {
  const recorded = await ledger.record([{ ...listingFact(ref, version, list), gone: [] }], context);
  const pool = await ledger.getPool(ref);
  if (recorded.stale.length > 0 || pool.seats === list.total_seats) return { recorded, version: pool.version };
  // Newer than whatever showed the pool: where they differ, the quantity was changed in between.
  const { appended } = await ledger.record([{ ...poolFactOf(pool), seats: list.total_seats }], context);
  const { version: resized } = await ledger.getPool(ref);
  return { recorded: { ...recorded, appended: recorded.appended + appended }, version: resized };
}

type Describe = (originId: string, body: string, people: readonly string[]) => Observation;

function describedBy(ref: PoolRef, organizationId: string, observedAt: Date): Describe {
  return (originId, body, people) => ({
    ...{ origin: "listing", originId, organizationId, type: "listing", subject: subjectOfListing(ref) },
    ...{ apiVersion: null, sourceAt: null, observedAt, body, people },
  });
}

async function readOrKeep(
  ledger: InboxLedger,
  ref: PoolRef,
  answer: Answer,
  describe: Describe,
): Promise<WireSeatsList> {
  try {
    const list = read(seatsListSchema, "seat listing", answer.body);
    const problem = problemOf(ref, list);
    if (problem === null) return list;
    throw new UnusableAnswer(problem);
  } catch (error) {
    if (!(error instanceof UnusableAnswer)) throw error;
    const originId = answerId(subjectOfListing(ref), answer.observedAt);
    await keepUnread(
      ledger,
      describe(originId, JSON.stringify(answer.body), peopleAnywhere(answer.body)),
      error.message,
    );
    throw error;
  }
}
