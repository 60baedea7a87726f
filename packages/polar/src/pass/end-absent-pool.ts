// Closes a pool, and ends its seats, that two complete passes did without; of others it remembers that one did.

import type { Pool } from "seat-ledger";
import { answerId } from "../inbox/keep-answer.ts";
import { type PoolRef, refOf } from "../pool-ref.ts";
import type { ReplayDrift } from "../report/drift.ts";
import { poolFactOf } from "../translate/pool-fact-of.ts";
import { subjectOfPool } from "../translate/subjects.ts";
import { type Pass, record, type ShownBy } from "./pass.ts";

export async function endAbsentPool(pass: Pass, pool: Pool): Promise<void> {
  const { pools, progress, ledger } = pass;
  const ref = refOf(pool);
  const since = pools.of(ref)?.absentSince ?? null;
  if (since === null || since === progress.id) return await pools.put(ref, { absentSince: progress.id });
  const { seats } = await ledger.listSeats(ref);
  const shownBy = await keepAbsence(pass, pool, [since, progress.id]);
  const nothing = { type: "listing" as const, ...ref, poolVersion: pool.version, seats: [] };
  const { stale, vanished } = await record(pass, [nothing], shownBy);
  // Something was heard of it just now: the next pass will tell.
  if (stale.length > 0) return;
  await record(pass, [{ ...poolFactOf(pool), status: "closed", vanished: true }], shownBy);
  const statuses = new Map(seats.map(({ id, status }) => [id, status]));
  const ended = vanished.map((seatId) => endedDrift(ref, seatId, statuses.get(seatId) ?? "pending"));
  await pools.put(ref, { drift: [endedDrift(ref, null, pool.status), ...ended], driftIn: progress.id });
}

/** What there is to keep of something that was not shown: which passes did without it. */
async function keepAbsence(
  { ledger }: Pass,
  { organizationId, ...pool }: Pool,
  passes: readonly string[],
): Promise<ShownBy> {
  const observedAt = new Date();
  const subject = `${subjectOfPool(pool)}/absence`;
  const originId = answerId(subject, observedAt);
  const body = JSON.stringify({ absent: subjectOfPool(pool), passes });
  await ledger.inbox.keep([
    {
      ...{ origin: "listing", originId, organizationId, type: "absence", subject, body, people: [] },
      ...{ apiVersion: null, sourceAt: null, observedAt, state: "applied" },
    },
  ]);
  return { originId, observedAt };
}

function endedDrift(ref: PoolRef, seatId: string | null, status: string): ReplayDrift {
  return { kind: "extra", ...ref, seatId, polar: null, ledger: { status }, done: "ended" };
}
