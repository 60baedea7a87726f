// Ends the live seats that two complete passes did without, and remembers of the others that one did.

import type { PoolRef } from "../pool-ref.ts";
import { type Pass, record } from "./pass.ts";
import type { PoolNote } from "./pool-notes.ts";

export async function endMissingSeats(pass: Pass, ref: PoolRef, note: PoolNote): Promise<void> {
  const { id } = pass.progress;
  const missing = Object.entries(note.missing);
  if (missing.length === 0) return;
  const due = missing.filter(([, { since }]) => since !== null && since !== id).map(([seatId]) => seatId);
  const ended = due.length > 0 ? await end(pass, ref, note, due) : new Set<string>();
  const left = missing.map(([seatId, { status, since }]) => {
    return [seatId, { status, since: since ?? id, isEnded: ended.has(seatId) }] as const;
  });
  await pass.pools.put(ref, { missing: Object.fromEntries(left) });
}

/**
 * Only while the pool is as the listing left it (else the ledger takes nothing of the fact): what has happened since may have
 * been about these very seats.
 */
async function end(
  pass: Pass,
  ref: PoolRef,
  { originId, listedAt, version }: PoolNote,
  due: readonly string[],
): Promise<ReadonlySet<string>> {
  // The listing that did without them is kept under this id; nothing else of it is said again.
  if (originId !== null && listedAt !== null && version !== null) {
    const fact = { type: "listing" as const, ...ref, poolVersion: version, seats: [], gone: [...due] };
    await record(pass, [fact], { originId, observedAt: new Date(listedAt) });
  }
  const { seats } = await pass.ledger.listSeats(ref);
  const live = new Set(seats.filter(({ status }) => status !== "revoked").map(({ id }) => id));
  return new Set(due.filter((id) => !live.has(id)));
}
