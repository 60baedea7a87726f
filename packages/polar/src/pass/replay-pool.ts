// Takes in one subscription or order that Polar listed, as a pool whose seats are listed later.

import { UnusableAnswer } from "../failures.ts";
import { knownPool } from "../inbox/apply-pool.ts";
import { poolIdOf } from "../pool-ref.ts";
import type { DifferentDrift } from "../report/drift.ts";
import { lostOfPool } from "../report/lost-webhooks.ts";
import { poolDrift } from "../report/pool-drift.ts";
import type { ShownPool } from "../translate/facts.ts";
import type { Pass } from "./pass.ts";
import { type Item, takeIn } from "./take-in.ts";
import { webhooksSince } from "./webhooks-since.ts";

/** `wasAbsent`: the last complete pass did without it. */
export async function replayPool(
  pass: Pass,
  item: Item,
  { wasAbsent }: { readonly wasAbsent: boolean },
): Promise<void> {
  const { says, sourceAt } = item.reading;
  if (says.kind === "unread") return void (await takeIn(pass, item));
  if (says.kind !== "pool" || !isReplayed(pass, says.shown)) return;
  const { ref, onlyIfKnown } = says.shown;
  const { ledger, pools, progress } = pass;
  const known = await knownPool(ledger, ref);
  if (onlyIfKnown && !known) return await putOff(pass, item, says.shown);
  // Put down before the pool is known, so that a pass that goes on still knows that it was new.
  const first = known ? {} : { firstIn: progress.id };
  await pools.put(ref, { shownIn: progress.id, absentSince: null, drift: [], driftIn: progress.id, ...first });
  if (known?.authority === "ledger") throw new UnusableAnswer("The ledger has a pool of its own with this id.");
  const appended = await takeIn(pass, item);
  const isNews = known !== null && appended > 0 && pools.of(ref)?.firstIn !== progress.id;
  if (!isNews) return await pools.put(ref, { recordedIn: progress.id, drift: [] });
  const drift = poolDrift(ref, known, says.shown.pool);
  const since = await webhooksSince(pass, says.shown.pool.organizationId);
  const unheard = since ? lostOfPool(ref, toBeTold(drift, wasAbsent), sourceAt, since) : [];
  // Whether it is lost is told once the seats are listed.
  await pools.put(ref, {
    ...{ recordedIn: progress.id, drift: [...drift] },
    unheard: [...(pools.of(ref)?.unheard ?? []), ...unheard],
  });
}

/** Whether it has seats all the same is looked at later. */
async function putOff(pass: Pass, { kind, subject, answer }: Item, shown: ShownPool): Promise<void> {
  if (kind !== "organization") pass.unopened.set(poolIdOf(shown.ref), { kind, subject, answer, shown });
  await pass.pools.put(shown.ref, { unopenedIn: pass.progress.id, shownIn: null, isOver: shown.isOver });
}

/** What a webhook should have told: not that a pool is back whose close was only guessed. */
function toBeTold(different: readonly DifferentDrift[], wasAbsent: boolean): readonly DifferentDrift[] {
  if (!wasAbsent) return different;
  return different.map((entry) => ({ ...entry, fields: entry.fields.filter(({ field }) => field !== "status") }));
}

function isReplayed({ progress }: Pass, { pool }: ShownPool): boolean {
  const replayed = progress.organizations.get(pool.organizationId.toLowerCase());
  if (replayed !== undefined) return replayed;
  throw new UnusableAnswer(`Polar shows no organization ${pool.organizationId}, to which this pool belongs.`);
}
