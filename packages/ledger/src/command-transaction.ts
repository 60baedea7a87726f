// One command as one transaction: its plan, the events stamped with their places, the views, the idempotency key.
// Rules are in domain/, look-ups in commands/, positions in write-appends.ts.

import { randomUUID } from "node:crypto";
import type { Anchor, Call, Command, LapsedInvitations, Plan, Planned, Repeated } from "./commands/shared/command.ts";
import type { PoolMemory } from "./commands/shared/pool-memory.ts";
import type { OrganizationId } from "./domain/ids.ts";
import { later } from "./domain/pool.ts";
import { type Rejection, reject } from "./domain/rejections.ts";
import { invariant } from "./invariant.ts";
import type { KnownLists } from "./known-lists.ts";
import { writeIdempotent } from "./store/access-queries.ts";
import type { Append } from "./store/append.ts";
import { type Head, isStreamKnown, readHead, readSeatOf, readStream } from "./store/log-queries.ts";
import type { Outcome, Reads, Store, Transaction } from "./store/port.ts";
import type { Bound } from "./store/query.ts";
import { indexTerms } from "./store/term-queries.ts";
import type { Tokens } from "./tokens/tokens.ts";
import { writesOf } from "./write-appends.ts";

/** What the ledger's parts share. */
export interface Engine {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly clock: () => Date;
  readonly invitationTtlMs: number;
  readonly lapsedInvitations: LapsedInvitations;
  readonly memory: PoolMemory;
  readonly lists: KnownLists;
  /** Called after a commit that appended something. */
  readonly committed: (appends: readonly Append[]) => void;
}

/** An answer, and what it appended. */
export interface Answered<Answer> {
  readonly kind: "answered";
  readonly answer: Answer;
  readonly appended: readonly Append[];
  /** Whether personal data was erased, so that the files have to be scrubbed. */
  readonly erased: boolean;
}

/** How the first answer of a command is given once more. */
type Repeatable<Answer> = Pick<Command<never, Answer>, "again" | "isAboutOneSeat">;

export interface Begun<Answer> {
  readonly call: Call;
  readonly plan: Plan<Answer>;
  readonly command: Repeatable<Answer> | null;
}

/**
 * Runs what begins with this transaction. Where it fails, or is begun anew, what commands remembered meanwhile is dropped:
 * it may have been undone.
 */
export async function forgettingFailures<Begun, Result>(
  memory: PoolMemory,
  first: Transaction<Begun>,
  run: (begin: Transaction<Begun>) => Promise<Result>,
): Promise<Result> {
  let isBegun = false;
  try {
    return await run(() => {
      if (isBegun) memory.forget();
      isBegun = true;
      return first();
    });
  } catch (error) {
    if (isBegun) memory.forget();
    throw error;
  }
}

/** One command or fact as a transaction: where the log ends, the plan, what it writes. */
export function* transactionOf<Answer>(
  begin: (head: Head) => Begun<Answer>,
): Reads<Outcome<Answered<Answer> | Rejection>> {
  const head = yield* readHead();
  const { call, plan, command } = begin(head);
  return yield* outcomeOf(yield* plan, call, head, command);
}

function* outcomeOf<Answer>(
  outcome: Planned<Answer> | Repeated | Rejection,
  call: Call,
  head: Head,
  command: Repeatable<Answer> | null,
): Reads<Outcome<Answered<Answer> | Rejection>> {
  if (outcome.kind === "rejected") return { writes: [], answer: outcome };
  if (outcome.kind === "repeated") {
    const { stream, version } = outcome.anchor;
    invariant(command, "facts have no idempotency keys");
    const events = yield* (command.isAboutOneSeat ? readSeatOf : readStream)(stream, version);
    const answer = yield* command.again(events, call);
    return { writes: [], answer: { kind: "answered", answer, appended: [], erased: false } };
  }
  const taken = yield* idInUse(outcome.appends);
  if (taken) return { writes: [], answer: taken };
  for (const append of outcome.appends) if (append.kind === "pool") call.memory.advance(append);
  const count = outcome.appends.reduce((sum, { events }) => sum + events.length, 0);
  const writes = [...writesOf(outcome.appends, head.position, call), ...indexTerms(head, head.position + count)];
  if (call.idempotencyKey !== null) {
    writes.push(idempotencyRow(outcome.organization, call.idempotencyKey, outcome.anchor, call));
  }
  const { erasures = [], answer, appends: appended } = outcome;
  const erased = erasures.length > 0;
  return { writes: [...writes, ...erasures], answer: { kind: "answered", answer, appended, erased } };
}

/** An id of another kind of thing, perhaps of another organization: whose it is stays untold. */
function* idInUse(appends: readonly Append[]): Reads<Rejection | null> {
  for (const append of appends) {
    if (append.before !== null || !(yield* isStreamKnown(append.after.id))) continue;
    if (append.kind !== "pool") return reject("IdentityConflict", { what: append.kind, ids: [] });
    return reject("PoolExists", { poolId: append.after.id, differing: ["kind"] });
  }
  return null;
}

/** Keeps the key of a request that was done. */
export function idempotencyRow(organization: number, key: string, anchor: Anchor, call: Call): Bound {
  return writeIdempotent({
    organization,
    key,
    hash: call.tokens.digest(call.asked),
    ...anchor,
    recorded_at: call.now.getTime(),
  });
}

export type Circumstances = Pick<
  Call,
  "actor" | "request" | "idempotencyKey" | "asked" | "expectedVersion" | "occurredAt" | "source"
>;

/** What the plan of a command may know. */
export function callOf(engine: Engine, head: Head, fence: OrganizationId | null, circumstances: Circumstances): Call {
  let lastStream = head.stream;
  return {
    ...circumstances,
    // recordedAt never decreases, whatever the clock does.
    now: later(engine.clock(), head.recordedAt),
    fence,
    invitationTtlMs: engine.invitationTtlMs,
    lapsedInvitations: engine.lapsedInvitations,
    tokens: engine.tokens,
    memory: engine.memory,
    newId: randomUUID,
    newStream: () => {
      lastStream += 1;
      return lastStream;
    },
  };
}
