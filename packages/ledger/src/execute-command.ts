// Runs a command as one transaction: its plan, the events stamped with their places, the views, the idempotency key.
// Rules are in domain/, look-ups in commands/, positions in write-appends.ts.

import { createHash, randomUUID } from "node:crypto";
import { checked } from "./arguments.ts";
import type { Anchor, Call, Command, LapsedInvitations, Plan, Planned, Repeated } from "./commands/shared/command.ts";
import { type CommandContext, contextSchema } from "./commands/shared/context.ts";
import type { OrganizationId } from "./domain/ids.ts";
import { later } from "./domain/pool.ts";
import { errorOf, type Rejection, reject } from "./domain/rejections.ts";
import { invariant } from "./invariant.ts";
import { writeIdempotent } from "./store/access-queries.ts";
import type { Append } from "./store/append.ts";
import { type Head, isStreamKnown, readHead, readStream } from "./store/log-queries.ts";
import type { Outcome, Reads, Store } from "./store/port.ts";
import type { Bound } from "./store/query.ts";
import type { Tokens } from "./tokens/tokens.ts";
import { writesOf } from "./write-appends.ts";

/** What the ledger's parts share. */
export interface Engine {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly clock: () => Date;
  readonly invitationTtlMs: number;
  readonly lapsedInvitations: LapsedInvitations;
  /** Called after a commit that appended something. */
  readonly committed: () => void;
}

type Answered<Answer> = { readonly kind: "answered"; readonly answer: Answer; readonly appended: number };

/** Checks the arguments, runs the command, and throws the refusal as an error. */
export async function executeCommand<Args, Answer>(
  engine: Engine,
  fence: OrganizationId | null,
  command: Command<Args, Answer>,
  given: unknown,
  context: CommandContext | undefined,
): Promise<Answer> {
  const args = checked(command.args, given);
  const circumstances = checked(contextSchema, context);
  const requestHash = hashOfRequest(command.name, args);
  return transact(engine, circumstances.signal ?? null, (head) => {
    const { actor, reason, ip, userAgent, idempotencyKey, expectedVersion, occurredAt } = circumstances;
    const call = callOf(engine, head, fence, {
      actor,
      request: {
        ...(reason === undefined ? {} : { reason }),
        ...(ip === undefined ? {} : { ip }),
        ...(userAgent === undefined ? {} : { userAgent }),
      },
      idempotencyKey,
      requestHash,
      expectedVersion,
      occurredAt,
      source: { origin: "command", originId: null, observedAt: null },
    });
    return { call, plan: command.plan(args, call), again: command.again };
  });
}

/** Runs the plan of a fact that an adapter recorded. */
export async function executeFact<Answer>(
  engine: Engine,
  fence: OrganizationId | null,
  source: Call["source"],
  plan: (call: Call) => Plan<Answer>,
): Promise<Answer> {
  return transact(engine, null, (head) => {
    const call = callOf(engine, head, fence, {
      actor: { type: "polar", id: null },
      request: {},
      idempotencyKey: null,
      requestHash: "",
      expectedVersion: null,
      occurredAt: null,
      source,
    });
    return { call, plan: plan(call), again: null };
  });
}

interface Begun<Answer> {
  readonly call: Call;
  readonly plan: Plan<Answer>;
  readonly again: Command<never, Answer>["again"] | null;
}

async function transact<Answer>(
  engine: Engine,
  signal: AbortSignal | null,
  begin: (head: Head) => Begun<Answer>,
): Promise<Answer> {
  const result = await engine.store.transact(function* () {
    const head = yield* readHead();
    const { call, plan, again } = begin(head);
    const outcome = yield* plan;
    return yield* outcomeOf(outcome, call, head, again);
  }, signal);
  if (result.kind === "rejected") throw errorOf(result);
  if (result.appended > 0) engine.committed();
  return result.answer;
}

function* outcomeOf<Answer>(
  outcome: Planned<Answer> | Repeated | Rejection,
  call: Call,
  head: Head,
  again: Command<never, Answer>["again"] | null,
): Reads<Outcome<Answered<Answer> | Rejection>> {
  if (outcome.kind === "rejected") return { writes: [], answer: outcome };
  if (outcome.kind === "repeated") {
    const { stream, version } = outcome.anchor;
    const events = yield* readStream(stream, version);
    invariant(again, "facts have no idempotency keys");
    return { writes: [], answer: { kind: "answered", answer: yield* again(events, call), appended: 0 } };
  }
  const taken = yield* idInUse(outcome.appends);
  if (taken) return { writes: [], answer: taken };
  const writes = [...writesOf(outcome.appends, head.position, call)];
  if (call.idempotencyKey !== null) {
    writes.push(idempotencyRow(outcome.organization, call.idempotencyKey, outcome.anchor, call));
  }
  const appended = outcome.appends.reduce((count, { events }) => count + events.length, 0);
  return { writes, answer: { kind: "answered", answer: outcome.answer, appended } };
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

function idempotencyRow(organization: number, key: string, anchor: Anchor, call: Call): Bound {
  return writeIdempotent({ organization, key, hash: call.requestHash, ...anchor, recorded_at: call.now.getTime() });
}

type Circumstances = Pick<
  Call,
  "actor" | "request" | "idempotencyKey" | "requestHash" | "expectedVersion" | "occurredAt" | "source"
>;

function callOf(engine: Engine, head: Head, fence: OrganizationId | null, circumstances: Circumstances): Call {
  let lastStream = head.stream;
  return {
    ...circumstances,
    // recordedAt never decreases, whatever the clock does.
    now: later(engine.clock(), head.recordedAt),
    fence,
    invitationTtlMs: engine.invitationTtlMs,
    lapsedInvitations: engine.lapsedInvitations,
    tokens: engine.tokens,
    newId: randomUUID,
    newStream: () => {
      lastStream += 1;
      return lastStream;
    },
  };
}

function hashOfRequest(name: string, args: unknown): string {
  const request = JSON.stringify([name, args], sortedKeys);
  return createHash("sha256").update(request).digest("base64url");
}

/** The same request has the same hash, in whichever order its keys were written. */
function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
