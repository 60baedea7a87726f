// What somebody wanted of Polar, kept before Polar is asked. An intent that still waits is one of which nobody knows what
// came of it: the process ended, or Polar did not answer.

import { createHash, randomUUID } from "node:crypto";
import type { CommandContext, Pool } from "seat-ledger";
import { z } from "zod";
import type { KeptObservation } from "../inbox/observation-of.ts";
import { subjectOfPool } from "../translate/subjects.ts";
import type { WriteLedger } from "./writing.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** What is wanted: which operation, with what. Never a token. */
export interface Wanted {
  readonly operation: "assignSeat" | "revokeSeat" | "resendInvitation" | "claimSeat";
  readonly asked: Fields;
  /** The part of it that tells whether another call wants the same: the recipient, the seat. */
  readonly same: Fields;
  /** Null where the ledger doesn't know the pool: a fenced ledger then keeps no intent. */
  readonly pool: Pool | null;
  /** Ids of members and customers whom it names. */
  readonly people: readonly string[];
}

export async function keepIntent(
  ledger: Pick<WriteLedger, "inbox">,
  wanted: Wanted,
  { actor, reason, ip, userAgent }: CommandContext,
): Promise<string> {
  const { operation, asked, same, pool, people } = wanted;
  const originId = `write-through/${randomUUID()}`;
  const at = new Date();
  await ledger.inbox.keep([
    {
      ...{ origin: "write-through", originId, type: operation, subject: subjectOfIntent(pool), apiVersion: null },
      ...{ organizationId: pool?.organizationId ?? null, sourceAt: null, observedAt: at, people },
      body: JSON.stringify({ asked, same, actor, reason, ip, userAgent }),
    },
  ]);
  return originId;
}

/** Those for the very same that nobody saw the end of. */
export async function unfinishedIntents(
  ledger: Pick<WriteLedger, "inbox">,
  { operation, same, pool }: Wanted,
): Promise<readonly string[]> {
  const about = { state: "waiting", origin: "write-through", type: operation, subject: subjectOfIntent(pool) } as const;
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await ledger.inbox.list({ ...about, cursor });
    found.push(...page.observations.filter((kept) => isFor(kept, same)).map(({ originId }) => originId));
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

const bodySchema = z.object({ same: z.record(z.string(), z.unknown()) });

function isFor({ body }: KeptObservation, same: Fields): boolean {
  if (body === null) return false;
  const kept = bodySchema.safeParse(JSON.parse(body)).data;
  return kept !== undefined && hashOf(kept.same) === hashOf(same);
}

/** Says of intents what came of them. */
export async function settleIntents(
  ledger: Pick<WriteLedger, "inbox">,
  originIds: readonly string[],
  problem: string | null = null,
): Promise<void> {
  await ledger.inbox.settle(originIds.map((originId) => ({ originId, state: "applied", problem })));
}

/** The same for the same fields in any order. */
export function hashOf(given: Fields): string {
  const fields = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  return createHash("sha256").update(JSON.stringify(fields.toSorted())).digest("hex");
}

function subjectOfIntent(pool: Pool | null): string {
  return pool === null ? "seats/intents" : `${subjectOfPool(pool)}/intents`;
}
