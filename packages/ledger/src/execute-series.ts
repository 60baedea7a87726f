// Runs one command after the other with nothing in between and made durable together, each with its own answer or refusal.

import { checked } from "./arguments.ts";
import {
  type Answered,
  type Begun,
  callOf,
  type Engine,
  forgettingFailures,
  idempotencyRow,
  transactionOf,
} from "./command-transaction.ts";
import type { CommandSeries, SeriesBegun } from "./commands/shared/command.ts";
import type { CommandContext } from "./commands/shared/context.ts";
import type { OrganizationId } from "./domain/ids.ts";
import { errorOf, type Rejection } from "./domain/rejections.ts";
import type { SeatLedgerError } from "./errors.ts";
import { answered, checkedContext, requestText } from "./execute-command.ts";
import { readHead } from "./store/log-queries.ts";
import type { Outcome, Reads } from "./store/port.ts";

type Stepped<Answer> = Answered<Answer> | Rejection;
type StepResult<Answer> = Answer | { readonly error: SeatLedgerError };

/** Of one attempt; an engine may try again. */
interface SeriesState {
  begun: SeriesBegun | Rejection | null;
  isDone: boolean;
}

/** What refuses the series as a whole is thrown, and nothing of it is done. */
export async function executeSeries<Args, Step, Answer>(
  engine: Engine,
  fence: OrganizationId | null,
  series: CommandSeries<Args, Step, Answer>,
  given: unknown,
  context: CommandContext | undefined,
): Promise<readonly StepResult<Answer>[]> {
  const args = checked(series.args, given);
  const { signal, circumstances } = checkedContext(context);
  const asked = requestText(series.name, args);
  const steps = series.steps(args);
  const state: SeriesState = { begun: null, isDone: false };

  function* guard(): Reads<Outcome<null>> {
    const head = yield* readHead();
    state.begun = yield* series.guard(args, callOf(engine, head, fence, { ...circumstances, asked }));
    state.isDone = false;
    return { writes: [], answer: null };
  }

  function* step(index: number, stepArgs: Step): Reads<Outcome<Stepped<Answer> | null>> {
    const { begun } = state;
    if (begun?.kind !== "begun") return { writes: [], answer: null };
    const deciding = index === 0 && !begun.before;
    const { expectedVersion } = circumstances;
    const outcome = yield* transactionOf<Answer>((head): Begun<Answer> => {
      const call = callOf(engine, head, fence, {
        ...circumstances,
        asked: `${asked}#${index}`,
        idempotencyKey: circumstances.idempotencyKey && `${circumstances.idempotencyKey}#${index}`,
        // The caller decided on the pool as it was before the first step was ever done.
        expectedVersion: deciding ? expectedVersion : null,
      });
      return { call, plan: series.command.plan(stepArgs, call), command: series.command };
    });
    const { answer } = outcome;
    if (answer.kind === "answered") state.isDone = true;
    else if (deciding && series.refusesAll(answer)) state.begun = answer;
    return outcome;
  }

  /** The series has a key besides those of its steps, by which another request with the same one is a conflict. */
  function* keepKey(): Reads<Outcome<null>> {
    const { begun, isDone } = state;
    const key = circumstances.idempotencyKey;
    if (key === null || begun?.kind !== "begun" || begun.before || !isDone) return { writes: [], answer: null };
    const call = callOf(engine, yield* readHead(), fence, { ...circumstances, asked });
    return { writes: [idempotencyRow(begun.organization, key, begun.anchor, call)], answer: null };
  }

  const transactions = steps.map((stepArgs, index) => () => step(index, stepArgs));
  const outcomes = await forgettingFailures<null, readonly (Stepped<Answer> | null)[]>(engine.memory, guard, (begin) =>
    engine.store.transactAll([begin, ...transactions, keepKey], signal),
  );
  if (state.begun?.kind === "rejected") throw errorOf(state.begun);
  return outcomes.flatMap((outcome): StepResult<Answer>[] => {
    if (outcome === null) return [];
    return outcome.kind === "rejected" ? [{ error: errorOf(outcome) }] : [answered(engine, outcome)];
  });
}
