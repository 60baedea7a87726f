// Asks Polar for one pool that was heard of, so that the ledger agrees with it at once: the pool itself where it is not known
// or was told in two ways, then its seats. Ends no seat: whether one that isn't listed is gone, only passes can tell.

import type { PolarClient } from "../client/polar-client.ts";
import { UnusableAnswer } from "../failures.ts";
import { applyObservation } from "../inbox/apply-observation.ts";
import { knownPool } from "../inbox/apply-pool.ts";
import { applyWaiting } from "../inbox/apply-waiting.ts";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import { type KeptAnswer, keepAnswer } from "../inbox/keep-answer.ts";
import { listPool } from "../inbox/list-pool.ts";
import { observationOf } from "../inbox/observation-of.ts";
import type { Outcome, Refetch } from "../inbox/outcome.ts";
import type { PoolRef } from "../pool-ref.ts";
import type { InputKind } from "../translate/read-input.ts";
import { subjectOfOrganization, subjectOfPool } from "../translate/subjects.ts";

export interface Refetching {
  readonly ledger: InboxLedger;
  readonly client: Pick<PolarClient, "organization" | "subscription" | "order" | "seats">;
}

export async function refetchPool(refetching: Refetching, { ref, whole }: Refetch): Promise<void> {
  const { ledger } = refetching;
  if (whole || !(await knownPool(ledger, ref))) {
    const tookIn = await refetchItself(refetching, ref);
    // An organization may be what others wait for.
    await applyWaiting({ ledger }, tookIn === "organization" ? "all" : { pools: [ref] });
  }
  // Else Polar shows it as something that has no seats, or never had any.
  if (await knownPool(ledger, ref)) await listPool(refetching, ref);
}

/** Whether it had to take in the organization too. */
async function refetchItself(refetching: Refetching, ref: PoolRef): Promise<"organization" | null> {
  const answer = await keptPool(refetching, ref);
  const outcome = await apply(refetching, answer);
  failWhereUnread(outcome);
  const { organizationId } = answer.kept;
  if (outcome?.kind !== "waits" || organizationId === null) return null;
  failWhereUnread(await apply(refetching, await keptOrganization(refetching, organizationId)));
  failWhereUnread(await apply(refetching, answer));
  return "organization";
}

async function keptPool({ ledger, client }: Refetching, ref: PoolRef): Promise<KeptAnswer> {
  const { subscriptionId, orderId } = ref;
  if (subscriptionId !== null)
    return await kept(ledger, "subscription", subjectOfPool(ref), client.subscription(subscriptionId));
  if (orderId !== null) return await kept(ledger, "order", subjectOfPool(ref), client.order(orderId));
  throw new UnusableAnswer("A pool has the id of a subscription or of an order.");
}

function keptOrganization({ ledger, client }: Refetching, id: string): Promise<KeptAnswer> {
  return kept(ledger, "organization", subjectOfOrganization(id), client.organization(id));
}

async function kept(
  ledger: InboxLedger,
  kind: InputKind,
  subject: string,
  asked: ReturnType<PolarClient["subscription"]>,
): Promise<KeptAnswer> {
  const answer = await asked;
  const { observedAt } = answer;
  return await keepAnswer(ledger, subject, answer, (originId, body) =>
    observationOf({ kind, origin: "listing", originId, body, observedAt, organizationId: null }),
  );
}

function apply({ ledger }: Refetching, { kept: observation, body }: KeptAnswer): Promise<Outcome | null> {
  return applyObservation(ledger, observation, body);
}

function failWhereUnread(outcome: Outcome | null): void {
  if (outcome?.kind === "unread") throw new UnusableAnswer(outcome.problem);
}
