// Runs one command after the other with nothing in between and made durable together, each with its own answer or refusal.

import { checked } from "./arguments.ts";
import { type Answered, type Begun, callOf, type Engine, transactionOf } from "./command-transaction.ts";
import type { CommandSeries } from "./commands/shared/command.ts";
import type { CommandContext } from "./commands/shared/context.ts";
import type { OrganizationId } from "./domain/ids.ts";
import { errorOf, type Rejection } from "./domain/rejections.ts";
import type { SeatLedgerError } from "./errors.ts";
import { answered, checkedContext, requestText } from "./execute-command.ts";
import { type Head, readHead } from "./store/log-queries.ts";
import type { Outcome, Reads } from "./store/port.ts";

type Stepped<Answer> = Answered<Answer> | Rejection;
type StepResult<Answer> = Answer | { readonly error: SeatLedgerError };

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
  const callOfStep = (index: number, head: Head) =>
    callOf(engine, head, fence, {
      ...circumstances,
      asked: `${asked}#${index}`,
      idempotencyKey: circumstances.idempotencyKey && `${circumstances.idempotencyKey}#${index}`,
      // The caller decided on the pool as it was before the first step.
      expectedVersion: index === 0 ? circumstances.expectedVersion : null,
    });
  let refused: Rejection | null = null;

  function* guard(): Reads<Outcome<Stepped<Answer> | null>> {
    const head = yield* readHead();
    const call = callOf(engine, head, fence, { ...circumstances, asked });
    refused = yield* series.guard(
      args,
      call,
      steps.map((_, index) => callOfStep(index, head)),
    );
    return { writes: [], answer: refused };
  }

  function* step(index: number, stepArgs: Step): Reads<Outcome<Stepped<Answer> | null>> {
    if (refused) return { writes: [], answer: refused };
    const outcome = yield* transactionOf<Answer>((head): Begun<Answer> => {
      const call = callOfStep(index, head);
      return { call, plan: series.command.plan(stepArgs, call), again: series.command.again };
    });
    const { answer } = outcome;
    if (index === 0 && answer.kind === "rejected" && series.refusesAll(answer)) refused = answer;
    return outcome;
  }

  const transactions = steps.map((stepArgs, index) => () => step(index, stepArgs));
  const [, ...outcomes] = await engine.store.transactAll([guard, ...transactions], signal);
  if (refused !== null) throw errorOf(refused);
  return outcomes.flatMap((outcome): StepResult<Answer>[] => {
    if (outcome === null) return [];
    return outcome.kind === "rejected" ? [{ error: errorOf(outcome) }] : [answered(engine, outcome)];
  });
}
