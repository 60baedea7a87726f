// Runs a command as one transaction: its plan, the events stamped with their places, the views, the idempotency key.
// The only place where events get positions. Rules are in domain/, look-ups in commands/.

import { createHash, randomUUID } from "node:crypto";
import { checked } from "./arguments.ts";
import type { Anchor, Call, Command, Plan, Planned, Repeated } from "./commands/command.ts";
import { type CommandContext, contextSchema } from "./commands/context.ts";
import type { ProposedEvent, RecordedEvent } from "./domain/events.ts";
import type { OrganizationId } from "./domain/ids.ts";
import { later } from "./domain/pool.ts";
import { errorOf, type Rejection, reject } from "./domain/rejections.ts";
import { invariant } from "./invariant.ts";
import { project } from "./projections/project.ts";
import { writeIdempotent } from "./store/access-queries.ts";
import type { Append } from "./store/append.ts";
import { schemaVersion } from "./store/event-schemas.ts";
import { appendEvent, type Head, isStreamKnown, openStream, readHead, readStream } from "./store/log-queries.ts";
import type { Outcome, Reads, Store } from "./store/port.ts";
import type { Bound } from "./store/query.ts";
import type { Tokens } from "./tokens/tokens.ts";

/** What the ledger's parts share. */
export interface Engine {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly clock: () => Date;
  readonly invitationTtlMs: number;
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
  circumstances.signal?.throwIfAborted();
  const requestHash = hashOfRequest(command.name, args);
  return transact(engine, (head) => {
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
  return transact(engine, (head) => {
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

async function transact<Answer>(engine: Engine, begin: (head: Head) => Begun<Answer>): Promise<Answer> {
  const result = await engine.store.transact(function* () {
    const head = yield* readHead();
    const { call, plan, again } = begin(head);
    const outcome = yield* plan;
    return yield* outcomeOf(outcome, call, head, again);
  });
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
  let position = head.position;
  const writes: Bound[] = [];
  for (const append of outcome.appends) {
    writes.push(...writesOf(append, position, call));
    position += append.events.length;
  }
  if (call.idempotencyKey !== null) {
    writes.push(idempotencyRow(outcome.organization, call.idempotencyKey, outcome.anchor, call));
  }
  return { writes, answer: { kind: "answered", answer: outcome.answer, appended: position - head.position } };
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

/** Everything that one stream's events write. */
function writesOf(append: Append, position: number, call: Call): readonly Bound[] {
  const { stream, organization, kind, id, organizationId } = streamOf(append);
  const before = append.before?.version ?? 0;
  const opened = append.before === null ? [openStream({ stream, kind, id })] : [];
  const events = append.events.flatMap((event, index) =>
    appendEvent(
      stamped(event, call, {
        position: position + index + 1,
        stream: { kind, id },
        version: before + index + 1,
        organizationId,
      }),
      { stream, organization },
    ),
  );
  return [...opened, ...events, ...project(append)];
}

function streamOf(append: Append) {
  switch (append.kind) {
    case "organization": {
      const { id } = append.after;
      return { kind: append.kind, stream: append.stream, organization: append.stream, id, organizationId: id };
    }
    case "customer": {
      const { id, organizationId } = append.after;
      return { kind: append.kind, stream: append.stream, organization: append.organization, id, organizationId };
    }
    case "pool": {
      const { id, organizationId } = append.after;
      return { kind: append.kind, ...append.refs, id, organizationId };
    }
  }
}

function stamped(
  event: ProposedEvent,
  call: Call,
  place: Pick<RecordedEvent, "position" | "stream" | "version" | "organizationId">,
): RecordedEvent {
  const personal = { ...event.personal, ...call.request };
  return { ...event, ...place, ...call.source, personal, schemaVersion, recordedAt: call.now, actor: call.actor };
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
    tokens: engine.tokens,
    newId: randomUUID,
    newStream: () => {
      lastStream += 1;
      return lastStream;
    },
  };
}

function hashOfRequest(name: string, args: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([name, args]))
    .digest("base64url");
}
