// What Polar shows with seats and in a state that has none as a rule: it never began, is a draft, or was voided. It is no pool of
// the ledger unless seats show: some of it is looked at in each pass, the stalest first, as far as the requests of a pass go. What
// is not looked at stands in the report.

import type { Answer } from "../client/polar-client.ts";
import { statusOf } from "../failures.ts";
import { knownPool, recordShownPool } from "../inbox/apply-pool.ts";
import { inTurn } from "../inbox/in-turn.ts";
import { keepAnswer } from "../inbox/keep-answer.ts";
import { listPool } from "../inbox/list-pool.ts";
import { isOutdated } from "../inbox/newness.ts";
import { observationOf } from "../inbox/observation-of.ts";
import { type PoolRef, poolIdOf, refOf } from "../pool-ref.ts";
import { read } from "../wire/read.ts";
import { seatsListSchema } from "../wire/seats-list.ts";
import { attempt, type Pass, type Unopened } from "./pass.ts";
import { byStaleness, isLeftUnopened, type PoolNote } from "./pool-notes.ts";
import { putDownListing } from "./put-down-listing.ts";
import { together } from "./together.ts";

/** A pass makes at most so many requests besides those for the pages of its lists and for the seats of its pools. */
const mostBesides = 10;
const pageSize = 100;

const atOnce = 8;

/** Before the pools' own seats are asked for: until then it can be told how many requests are left. */
export async function lookAtUnopened(pass: Pass): Promise<void> {
  const left = leftUnopened(pass);
  if (left.length === 0) return;
  const requests = await requestsLeft(pass);
  for (const note of left.toSorted(byStaleness).slice(0, requests)) await lookAt(pass, note);
  await pass.progress.save();
}

/** After the pass, what was never looked at: as long as it may. */
export async function lookAtTheRest(pass: Pass, mayGoOn: () => boolean): Promise<void> {
  const never = leftUnopened(pass).filter(({ listedAt }) => listedAt === null);
  await together(never, atOnce, async (note) => {
    if (mayGoOn()) await lookAt(pass, note);
  });
}

function leftUnopened({ pools, progress }: Pass): readonly PoolNote[] {
  return pools.all().filter((note) => isLeftUnopened(note, progress.id));
}

async function lookAt(pass: Pass, note: PoolNote): Promise<void> {
  const ref = refOf(note);
  const found = pass.unopened.get(poolIdOf(ref));
  if (found) await attempt(pass, ref, () => look(pass, ref, found));
}

/** One of them is for a pool that changes while it is listed. */
async function requestsLeft({ progress, tally }: Pass): Promise<number> {
  let besides = tally.counts().requests;
  for (const list of ["subscriptions", "orders"]) {
    const { ids, unnamed } = await progress.pagesOf(list);
    besides -= Math.ceil((ids.length + unnamed) / pageSize);
  }
  return Math.max(0, mostBesides - 1 - besides);
}

async function look(pass: Pass, ref: PoolRef, found: Unopened): Promise<void> {
  const { pools, progress } = pass;
  const answer = await seatsOf(pass, ref);
  if (answer === null) return;
  const { body, observedAt } = answer;
  const { seats } = read(seatsListSchema, "seat listing", body);
  const { id } = progress;
  if (seats.length === 0) return await pools.put(ref, { listedIn: id, listedAt: observedAt.toISOString(), seats: 0 });
  await pools.put(ref, { firstIn: id, shownIn: id });
  await open(pass, found);
  await putDownListing(pass, ref, await listPool(pass, ref));
}

/**
 * Null where Polar refuses to show them: what is no pool makes no pass incomplete. It stays among what was not looked at, and
 * others come before it in the next pass.
 */
async function seatsOf({ client, pools }: Pass, ref: PoolRef): Promise<Answer | null> {
  try {
    return await client.seats(ref);
  } catch (error) {
    if (!refusals.has(statusOf(error) ?? 0)) throw error;
    await pools.put(ref, { listedAt: new Date().toISOString() });
    return null;
  }
}

const refusals: ReadonlySet<number> = new Set([403, 404]);

async function open({ ledger, tally, organizationId }: Pass, found: Unopened): Promise<void> {
  const { kind, subject, answer, shown } = found;
  const { observedAt } = answer;
  const { kept } = await keepAnswer(ledger, subject, answer, (originId, body) =>
    observationOf({ kind, origin: "listing", originId, body, observedAt, organizationId }),
  );
  const { originId } = kept;
  const showing = {
    shown: { ...shown, onlyIfKnown: false },
    shownAt: kept.sourceAt ?? observedAt,
    context: { origin: "listing", originId, observedAt },
  } as const;
  await inTurn(ledger, async () => {
    // It may have begun since it was listed, and a webhook have told so.
    const isOpen = (await knownPool(ledger, shown.ref)) !== null;
    if (isOpen && (await isOutdated(ledger, subject, showing.shownAt))) return;
    const { recorded } = await recordShownPool(ledger, showing);
    for (const one of recorded) tally.recorded(one);
  });
  await ledger.inbox.settle([{ originId, state: "applied" }]);
}
