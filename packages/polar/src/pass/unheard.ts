// The changes that a pass found by itself and of which a webhook should have told: it may still be on its way. Only what has not
// come when Polar has stopped trying is told as lost.

import type { KeptObservation } from "../inbox/observation-of.ts";
import type { PoolRef } from "../pool-ref.ts";
import type { LostWebhookDrift } from "../report/drift.ts";
import { timeOfStep } from "../report/lost-webhooks.ts";
import { readInput } from "../translate/read-input.ts";
import { subjectOfPool, subjectOfSeat } from "../translate/subjects.ts";
import type { Pass } from "./pass.ts";

/** Polar tries ten times, and doubles from 2 s on the time in between: half an hour and a little. */
const triedForMs = 40 * 60 * 1_000;

/** Of what was not heard of by now, what is lost, and what may still come. */
export async function lostAndAwaited(
  { ledger }: Pass,
  unheard: readonly LostWebhookDrift[],
  now: Date,
): Promise<{ readonly lost: readonly LostWebhookDrift[]; readonly awaited: readonly LostWebhookDrift[] }> {
  const isDue = ({ at }: LostWebhookDrift) => now.getTime() - Date.parse(at) >= triedForMs;
  const lost: LostWebhookDrift[] = [];
  for (const one of unheard.filter(isDue)) if (!(await hasCome(ledger.inbox, one))) lost.push(one);
  return { lost, awaited: unheard.filter((one) => !isDue(one)) };
}

async function hasCome(inbox: Pass["ledger"]["inbox"], told: LostWebhookDrift): Promise<boolean> {
  const about = told.seatId === null ? { subject: subjectOfPool(told) } : aboutSeat(told.seatId, told.type);
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof inbox.list>> = await inbox.list({ ...about, cursor });
    if (page.observations.some((kept) => tells(kept, told))) return true;
    cursor = page.next;
  } while (cursor !== null);
  return false;
}

function aboutSeat(seatId: string, type: string) {
  return { subject: subjectOfSeat(seatId), type };
}

function tells(
  { origin, sourceAt, body }: KeptObservation,
  { seatId, type, at }: Pick<LostWebhookDrift, "seatId" | "type" | "at"> & PoolRef,
): boolean {
  if (origin !== "webhook" && origin !== "delivery-log") return false;
  // What a later one shows of a pool includes it. Of one that named somebody who was forgotten nothing else is left to tell.
  if (seatId === null || body === null) return sourceAt !== null && sourceAt >= new Date(at);
  const { says } = readInput("webhook", body);
  return says.kind === "seat" && timeOfStep(type, says.fact.seat)?.toISOString() === at;
}
