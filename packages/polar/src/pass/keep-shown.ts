// Keeps what an answer of Polar showed, as it came, before anything is derived from it. The same thing seen again is not
// kept again: its facts point to the observation that is kept. It derives nothing.

import { createHash } from "node:crypto";
import { z } from "zod";
import { peopleAnywhere } from "../translate/people.ts";
import { instant, maybe } from "../wire/fields.ts";
import type { Pass, ShownBy } from "./pass.ts";

export interface Shown {
  readonly type: "organization" | "subscription" | "order" | "listing" | "absence";
  readonly subject: string;
  readonly organizationId: string | null;
  /** As Polar sent it. */
  readonly item: unknown;
  readonly observedAt: Date;
  /** Ids of the customers and members whom it names. */
  readonly people: readonly string[];
}

export interface Kept extends ShownBy {
  /** Polar's own time of it. */
  readonly sourceAt: Date | null;
  /** Something later of this subject was applied already: this changes nothing. */
  readonly isOutdated: boolean;
}

/**
 * It is kept as applied, not as waiting: what comes of an answer is recorded at once, and where that is interrupted the next
 * answer says it anew.
 */
export async function keepShown({ ledger }: Pass, shown: Shown): Promise<Kept> {
  const { type, subject, organizationId, item, observedAt, people } = shown;
  const body = JSON.stringify(item);
  const hash = hashOf(body);
  const sourceAt = changedAt(item);
  const newest = await ledger.inbox.newest(subject);
  if (newest?.hash === hash) return { originId: newest.originId, observedAt, sourceAt, isOutdated: false };
  const originId = `${subject}@${observedAt.toISOString()}#${hash.slice(0, 8)}`;
  await ledger.inbox.keep([
    {
      ...{ origin: "listing", originId, organizationId, type, subject, sourceAt, observedAt, body },
      ...{ apiVersion: null, people: [...new Set(people)], state: "applied" },
    },
  ]);
  const isOutdated = sourceAt !== null && newest?.sourceAt != null && newest.sourceAt > sourceAt;
  return { originId, observedAt, sourceAt, isOutdated };
}

/** The ledger's limit on texts. */
const longestProblem = 1_000;

/** Whether something later of this subject was applied than what is shown within something else. */
export async function isKnownLater({ ledger }: Pass, subject: string, sourceAt: Date | null): Promise<boolean> {
  if (sourceAt === null) return false;
  const newest = await ledger.inbox.newest(subject);
  return newest?.sourceAt != null && newest.sourceAt > sourceAt;
}

/** Keeps what can't be read, once for each content, for those who will look into it. */
export async function keepUnread(
  { ledger, organizationId }: Pass,
  { type, subject, item, observedAt }: Pick<Shown, "type" | "subject" | "item" | "observedAt">,
  problem: string,
): Promise<void> {
  const body = JSON.stringify(item);
  const told = problem.slice(0, longestProblem);
  const originId = `${subject}#${hashOf(body)}`;
  await ledger.inbox.keep([
    {
      ...{ origin: "listing", originId, organizationId, type, subject, sourceAt: changedAt(item), observedAt, body },
      ...{ apiVersion: null, people: [...peopleAnywhere(item)], state: "unread", problem: told },
    },
  ]);
}

const changedSchema = z.object({ modified_at: maybe(instant), created_at: maybe(instant) });

/** Polar's own time of what it shows; null where it shows none. */
export function changedAt(item: unknown): Date | null {
  const { data } = changedSchema.safeParse(item);
  return data?.modified_at ?? data?.created_at ?? null;
}

function hashOf(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}
