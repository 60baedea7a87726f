// What somebody wanted of Polar, kept before Polar is asked. An intent that still waits is one of which nobody knows what
// came of it: the write is under way, its process ended, or Polar did not answer.

import { createHash, randomUUID } from "node:crypto";
import type { CommandContext, Pool, RecordContext } from "seat-ledger";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import type { KeptObservation } from "../inbox/observation-of.ts";
import type { PoolRef } from "../pool-ref.ts";
import { subjectOfPool } from "../translate/subjects.ts";
import { type AnswerKey, type Holder, type MeantHolding, type Wish, wishSchema } from "./wish.ts";

type Ledger = Pick<InboxLedger, "inbox">;

export type Fields = Readonly<Record<string, unknown>>;

/**
 * Longer than a write can take: three requests that change something, and the looks in between, each of them tried up to five
 * times until the SDK gives up, with waits for the rate limit. Who has not come to an end by then never will.
 */
export const longestWriteMs = 60 * 60 * 1_000;

const operations = ["assignSeat", "revokeSeat", "resendInvitation", "claimSeat"] as const;
export type Operation = (typeof operations)[number];

/** What is wanted: which operation, with what. Never a token. */
export interface Wanted {
  readonly operation: Operation;
  readonly asked: Fields;
  /** The part of it that tells whether another call wants the same: the recipient, the seat. */
  readonly same: Fields;
  /** Null where the ledger doesn't know the pool: a fenced ledger then keeps no intent. */
  readonly pool: Pool | null;
  /** Ids of members and customers whom it names. */
  readonly people: readonly string[];
  /** Null where the recipient can't be told without asking Polar, and where none is wanted. */
  readonly holder?: Holder | null;
  /** Null where no holding is to end, or where the ledger doesn't know the seat. */
  readonly meant?: MeantHolding | null;
}

/** An intent as it is kept. */
export interface Intent {
  readonly originId: string;
  readonly operation: Operation;
  readonly at: Date;
  /** Null where it named somebody who was forgotten. */
  readonly wish: Wish | null;
}

export function newIntentId(): string {
  return `write-through/${randomUUID()}`;
}

export async function keepIntent(
  ledger: Ledger,
  originId: string,
  { operation, asked, same, pool, people, holder, meant }: Wanted,
  { context, key }: { readonly context: CommandContext; readonly key: AnswerKey | null },
): Promise<void> {
  // From where and with what stays out: an actor who is forgotten would have them erased, and is none of the people here.
  const { actor, reason } = context;
  const at = new Date();
  await ledger.inbox.keep([
    {
      ...{ origin: "write-through", originId, type: operation, subject: subjectOfIntents(pool), apiVersion: null },
      ...{ organizationId: pool?.organizationId ?? null, sourceAt: null, observedAt: at, people },
      body: JSON.stringify({
        ...{ asked, same, actor, reason, key, holder, meant },
        poolVersion: pool?.version ?? null,
      }),
    },
  ]);
}

/** Those about a pool, or about what the ledger knows no pool of, that nobody saw the end of. The oldest comes first. */
export async function waitingIntents(ledger: Ledger, pool: PoolRef | null): Promise<readonly Intent[]> {
  const about = { state: "waiting", origin: "write-through", subject: subjectOfIntents(pool) } as const;
  const found: Intent[] = [];
  let cursor: string | null = null;
  do {
    const page = await ledger.inbox.list({ ...about, cursor });
    found.push(...page.observations.map(readIntent).filter((intent) => intent !== null));
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

/** Null for what is no intent. */
export function readIntent({ originId, type, observedAt, body }: KeptObservation): Intent | null {
  const operation = operations.find((one) => one === type);
  if (!operation) return null;
  const { data } = wishSchema.safeParse(body === null ? null : JSON.parse(body));
  return { originId, operation, at: observedAt, wish: data ?? null };
}

/** Under which Polar's answer to it is kept. */
export function resultOfIntent(originId: string): string {
  return `${originId}/result`;
}

/** Under which it is kept where a later look saw what came of it. */
export function seenOfIntent(originId: string): string {
  return `${originId}/seen`;
}

/** The id of the intent that an answer is kept for; null for anything else. */
export function intentOfResult({ origin, originId }: Pick<KeptObservation, "origin" | "originId">): string | null {
  return origin === "write-through" && originId.endsWith("/result") ? originId.slice(0, -"/result".length) : null;
}

/** The ids of intents, and of the answers to them that were kept and not recorded. */
export async function withResults(
  { inbox }: Ledger,
  intents: readonly Pick<Intent, "originId">[],
): Promise<readonly string[]> {
  const ids = intents.map(({ originId }) => originId);
  const results = await Promise.all(ids.map((id) => inbox.get(resultOfIntent(id))));
  return [...results.flatMap((result) => (result?.state === "waiting" ? [result.originId] : [])), ...ids];
}

/** Who asked, as facts name them. */
export function askedBy({ wish }: Intent): Pick<RecordContext, "actor" | "reason"> {
  const { actor = { type: "system" }, reason } = wish ?? {};
  return { actor, reason };
}

/** Whether a call wants what an intent wanted. */
export function wantsTheSame({ operation, wish }: Intent, wanted: Pick<Wanted, "operation" | "same">): boolean {
  return operation === wanted.operation && wish !== null && hashOf(wish.same) === hashOf(wanted.same);
}

/** A call by somebody else is a wish of its own, whatever it wants. */
export function isBy({ wish }: Intent, { actor }: Pick<CommandContext, "actor">): boolean {
  return wish?.actor?.type === actor?.type && (wish?.actor?.id ?? null) === (actor?.id ?? null);
}

export function isOld({ at }: Pick<Intent, "at">, now: Date): boolean {
  return now.getTime() - at.getTime() > longestWriteMs;
}

/** Says of intents what came of them. */
export async function settleIntents(
  ledger: Ledger,
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

export function subjectOfIntents(pool: PoolRef | null): string {
  return pool === null ? "seats/intents" : `${subjectOfPool(pool)}/intents`;
}
