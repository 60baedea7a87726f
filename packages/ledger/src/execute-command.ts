// Runs commands and facts: the door, the transaction, and the refusal thrown as an error.

import { ownCopy } from "./answers/own-copy.ts";
import { checked } from "./arguments.ts";
import {
  type Answered,
  type Begun,
  type Circumstances,
  callOf,
  type Engine,
  forgettingFailures,
  transactionOf,
} from "./command-transaction.ts";
import type { Call, Command, Plan } from "./commands/shared/command.ts";
import { type CommandContext, contextSchema, requestOf } from "./commands/shared/context.ts";
import type { OrganizationId } from "./domain/ids.ts";
import { errorOf, type Rejection } from "./domain/rejections.ts";
import type { Head } from "./store/log-queries.ts";

/** Checks the arguments, runs the command, and throws the refusal as an error. */
export async function executeCommand<Args, Answer>(
  engine: Engine,
  fence: OrganizationId | null,
  command: Command<Args, Answer>,
  given: unknown,
  context: CommandContext | undefined,
): Promise<Answer> {
  const args = checked(command.args, given);
  const { signal, circumstances } = checkedContext(context);
  // Only a key asks whether the request is the same.
  const asking =
    circumstances.idempotencyKey === null
      ? circumstances
      : { ...circumstances, asked: requestText(command.name, args) };
  const begin = (head: Head): Begun<Answer> => {
    const call = callOf(engine, head, fence, asking);
    return { call, plan: command.plan(args, call), command };
  };
  const { store, memory } = engine;
  const plan = () => transactionOf(begin);
  const result = await forgettingFailures(memory, plan, (transaction) => store.transact(transaction, signal));
  const answer = answered(engine, result);
  if (result.kind === "answered" && result.erased) await store.scrub();
  return answer;
}

/** Where a fact comes from, and who asked for what it shows. */
export type FactCircumstances = Pick<Call, "source" | "actor" | "request">;

/** Runs the plan of a fact that an adapter recorded. */
export async function executeFact<Answer>(
  engine: Engine,
  fence: OrganizationId | null,
  context: FactCircumstances,
  plan: (call: Call) => Plan<Answer>,
): Promise<Answer> {
  const begin = (head: Head): Begun<Answer> => {
    const call = callOf(engine, head, fence, { ...circumstancesOfFacts, ...context });
    return { call, plan: plan(call), command: null };
  };
  const { store, memory } = engine;
  const result = await forgettingFailures(
    memory,
    () => transactionOf(begin),
    (transaction) => store.transact(transaction),
  );
  return answered(engine, result);
}

/** The answer, the caller's own, once its commit is told to the streams; a refusal is thrown. */
export function answered<Answer>(engine: Engine, result: Answered<Answer> | Rejection): Answer {
  if (result.kind === "rejected") throw errorOf(result);
  if (result.erased) {
    // Whoever is forgotten is so at once, not when somebody asks for the same pool again.
    engine.memory.forget();
    engine.lists.forget();
  }
  if (result.appended.length > 0) engine.committed(result.appended);
  return ownCopy(result.answer);
}

/** The second argument of every command, checked. */
export function checkedContext(context: CommandContext | undefined): {
  readonly signal: AbortSignal | null;
  readonly circumstances: Circumstances;
} {
  const given = checked(contextSchema, context);
  const { actor, idempotencyKey, expectedVersion, occurredAt } = given;
  const request = requestOf(given);
  const circumstances = { actor, request, idempotencyKey, asked: "", expectedVersion, occurredAt, source: ownSource };
  return { signal: given.signal ?? null, circumstances };
}

const ownSource = { origin: "command", originId: null, observedAt: null } as const;

const circumstancesOfFacts = {
  idempotencyKey: null,
  asked: "",
  expectedVersion: null,
  occurredAt: null,
};

/** By which a request is known when its idempotency key comes back: in whichever order its keys were written. */
export function requestText(name: string, args: unknown): string {
  return JSON.stringify([name, args], sortedKeys);
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
