// One step of a history as fast-check runs it: the model says what the ledger must answer, the ledger answers, the model
// follows, and then the law of the property is asked.

import type fc from "fast-check";
import {
  type CommandContext,
  type HistoryEntry,
  isSeatLedgerError,
  type SeatLedger,
  type SeatLedgerErrorCode,
} from "seat-ledger";
import { expect } from "vitest";
import type { Model } from "./model.ts";
import type { Outcome, World } from "./world.ts";

export type Step = fc.AsyncCommand<Model, World>;

interface StepOf<Answer> {
  readonly label: string;
  /** With which code the ledger must refuse; null where it must not. */
  readonly refusal: (model: Model) => SeatLedgerErrorCode | null;
  /** What is asked of the ledger, chosen while the model is as it was before. */
  readonly ask: (model: Model) => (ledger: SeatLedger, context: CommandContext) => Promise<Answer>;
  readonly follow: (model: Model, answer: Answer) => void;
}

export function step<Answer>({ label, refusal, ask, follow }: StepOf<Answer>): Step {
  return {
    check: () => true,
    toString: () => label,
    async run(model, world) {
      const expected = refusal(model);
      const context = { idempotencyKey: world.nextKey(), ...said(model, world.log.length) };
      const asked = ask(model);
      const again = () => outcomeOf(asked(world.ledger, context));
      const outcome = await again();
      expect(outcome.kind === "refused" ? outcome.code : null, label).toBe(expected);
      if (outcome.kind === "answered") follow(model, outcome.answer);
      const appended = await world.readOn();
      for (const { position } of appended) world.requests.set(position, requestIn(context));
      await world.law({ model, world, outcome, appended, again });
    },
  };
}

/** What a request says of itself: nothing, or who asked for it and from where, or why, which may name somebody. */
function said({ pools }: Model, number: number): CommandContext {
  const people = pools.flatMap((pool) => pool.people);
  const somebody = people[number % Math.max(1, people.length)];
  const from = { ip: `203.0.113.${number % 256}`, userAgent: `Agent/${number}` };
  switch (number % 4) {
    case 0:
      return {};
    case 1:
      return { reason: `reason ${number}` };
    case 2:
      return { reason: `named ${somebody?.email}`, ip: from.ip };
    default:
      return { actor: { type: "member", id: somebody?.id ?? "unknown" }, ...from };
  }
}

function requestIn(context: CommandContext): HistoryEntry["request"] {
  const { reason = null, ip = null, userAgent = null } = context;
  return reason === null && ip === null && userAgent === null ? null : { reason, ip, userAgent };
}

async function outcomeOf<Answer>(asked: Promise<Answer>): Promise<{ kind: "answered"; answer: Answer } | Refused> {
  try {
    return { kind: "answered", answer: await asked };
  } catch (error) {
    if (!isSeatLedgerError(error)) throw error;
    return { kind: "refused", code: error.code };
  }
}

type Refused = Extract<Outcome, { kind: "refused" }>;
