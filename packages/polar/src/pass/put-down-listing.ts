// Remembers a listing that was recorded: when it was made, what only the ledger has, and what was found to differ.

import type { Listed } from "../inbox/list-pool.ts";
import type { PoolRef } from "../pool-ref.ts";
import type { LostWebhookDrift, ReplayDrift } from "../report/drift.ts";
import { inferredDrift } from "../report/inferred-drift.ts";
import { lostOfSeats } from "../report/lost-webhooks.ts";
import { differs, seatDrift } from "../report/seat-drift.ts";
import type { Pass } from "./pass.ts";
import { lostAndAwaited } from "./unheard.ts";
import { webhooksSince } from "./webhooks-since.ts";

export async function putDownListing(pass: Pass, ref: PoolRef, listed: Listed): Promise<void> {
  const { pools, progress, tally } = pass;
  const { list, originId, observedAt, before, recorded, version } = listed;
  tally.recorded(recorded);
  const note = pools.of(ref);
  const statuses = new Map(before.map(({ id, status }) => [id, status]));
  const missing = recorded.missing.map((id) => {
    const since = note?.missing[id]?.since ?? null;
    return [id, { status: statuses.get(id) ?? "pending", since, isEnded: false }] as const;
  });
  const found = note?.firstIn === progress.id ? nothingFound : await foundIn(pass, ref, listed);
  const { lost, awaited } = await lostAndAwaited(pass, [...(note?.unheard ?? []), ...found.unheard], observedAt);
  await pools.put(ref, {
    ...{ listedIn: progress.id, listedAt: observedAt.toISOString(), originId, version },
    seats: list.seats.length,
    missing: Object.fromEntries(missing),
    drift: [...(note?.drift ?? []), ...found.drift, ...lost],
    unheard: [...awaited],
  });
}

interface Found {
  readonly drift: readonly ReplayDrift[];
  readonly unheard: readonly LostWebhookDrift[];
}

const nothingFound: Found = { drift: [], unheard: [] };

async function foundIn(
  pass: Pass,
  ref: PoolRef,
  { list: { seats: listed }, recorded, before, organizationId }: Listed,
): Promise<Found> {
  if (!differs(listed, before)) return nothingFound;
  const { seats: after } = await pass.ledger.listSeats(ref);
  const since = await webhooksSince(pass, organizationId);
  return {
    drift: [...seatDrift(ref, listed, { before, after }), ...inferredDrift(ref, recorded.guesses)],
    unheard: since ? lostOfSeats(ref, listed, before, since) : [],
  };
}
