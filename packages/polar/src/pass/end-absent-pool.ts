// Closes a pool, and ends its seats, that two complete passes did without; of others it remembers that one did.

import type { Pool } from "seat-ledger";
import { refOf } from "../pool-ref.ts";
import type { ReplayDrift } from "../report/drift.ts";
import { subjectOfPool } from "../translate/subjects.ts";
import { keepShown } from "./keep-shown.ts";
import { type Pass, record } from "./pass.ts";
import { poolFactOf } from "./pool-fact-of.ts";

export async function endAbsentPool(pass: Pass, pool: Pool): Promise<void> {
  const { pools, progress, ledger } = pass;
  const ref = refOf(pool);
  const since = pools.of(ref)?.absentSince ?? null;
  if (since === null || since === progress.id) return await pools.put(ref, { absentSince: progress.id });
  const { seats } = await ledger.listSeats(ref);
  const observedAt = new Date();
  const kept = await keepShown(pass, {
    ...{ type: "absence", subject: `${subjectOfPool(ref)}/absence`, organizationId: pool.organizationId, people: [] },
    // What there is to keep of something that was not shown: which passes did without it.
    ...{ item: { absent: subjectOfPool(ref), passes: [since, progress.id] }, observedAt },
  });
  const nothing = { type: "listing" as const, ...ref, poolVersion: pool.version, seats: [] };
  const { stale, vanished } = await record(pass, [nothing], kept);
  // Something was heard of it just now: the next pass will tell.
  if (stale.length > 0) return;
  await record(pass, [{ ...poolFactOf(pool), status: "closed", closedAt: observedAt }], kept);
  const statuses = new Map(seats.map(({ id, status }) => [id, status]));
  const ended = vanished.map((seatId) => endedDrift(ref, seatId, statuses.get(seatId) ?? "pending"));
  await pools.put(ref, { drift: [endedDrift(ref, null, pool.status), ...ended], driftIn: progress.id });
}

function endedDrift(ref: ReturnType<typeof refOf>, seatId: string | null, status: string): ReplayDrift {
  return { kind: "extra", ...ref, seatId, polar: null, ledger: { status }, done: "ended" };
}
