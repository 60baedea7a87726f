// One step of a history: the model says what the ledger must answer and append, the ledger is asked, through the
// organization's own fence, through none or through the other's, and then everything that must always be true is looked at.

import fc from "fast-check";
import {
  type CommandContext,
  isSeatLedgerError,
  type LedgerEvent,
  type OrganizationLedger,
  type SeatLedger,
  type SeatLedgerError,
} from "seat-ledger";
import { expect } from "vitest";
import type { Code, Model, ModelOrganization, ModelPool, Remembered, Which } from "./model.ts";
import { otherOf } from "./model.ts";
import type { World } from "./world.ts";

export type Step = fc.AsyncCommand<Model, World>;

/** What is asked, and what the model says of it as it is before. */
export interface Trial<Answer> {
  readonly name: string;
  readonly args: object;
  readonly ask: (ledger: SeatLedger | OrganizationLedger, context: CommandContext) => Promise<Answer>;
  /** The refusal where what is named is not there, or stands behind the other's fence. */
  readonly unseen: Code;
  readonly isThere: () => boolean;
  /** The pool whose version can be expected; null for commands that concern none. */
  readonly pool: ModelPool | null;
  /** A refusal that comes before the one of an expected version. */
  readonly conflict?: Code | null;
  readonly decide: () => Code | Effect<Answer>;
}

/** What an accepted command does. */
export interface Effect<Answer> {
  /** The types of the events, in any order. */
  readonly events: readonly string[];
  /** What the answer shows, among other things. */
  readonly answer: object | null;
  readonly follow: (answer: Answer, appended: readonly LedgerEvent[]) => void;
}

/** How a command is given. */
export interface Circumstances {
  readonly which: Which;
  readonly door: "none" | "own" | "foreign";
  readonly key: string | null;
  readonly version: "right" | "wrong" | null;
}

export const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  which: fc.constantFrom<Which>(0, 1),
  door: fc.oneof(
    { weight: 6, arbitrary: fc.constant("none" as const) },
    { weight: 6, arbitrary: fc.constant("own" as const) },
    { weight: 1, arbitrary: fc.constant("foreign" as const) },
  ),
  key: fc.oneof(
    { weight: 8, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom("one key", "another key") },
  ),
  version: fc.oneof(
    { weight: 10, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom("right" as const, "wrong" as const) },
  ),
});

export function step<Answer>(
  label: string,
  given: Circumstances,
  tryIn: (organization: ModelOrganization, model: Model) => Trial<Answer>,
): Step {
  const told = `organization ${given.which}: ${label}${howOf(given)}`;
  return {
    check: () => true,
    toString: () => told,
    async run(model, world) {
      const organization = model.organizations[given.which];
      const trial = tryIn(organization, model);
      const keys = keysOf(trial, given, model);
      const expected = verdictOf(trial, given, keys);
      const asker = model.organizations[given.door === "foreign" ? otherOf(given.which) : given.which];
      const ledger = given.door === "none" ? world.ledger : world.ledger.forOrganization(asker.id);
      const ask = (context: CommandContext) => outcomeOf(trial.ask(ledger, context));
      const found = await ask(contextOf(trial, given));
      const appended = await world.readOn();

      expect(found.kind === "refused" ? found.error.code : null, told).toBe(codeOf(expected));
      expect(appended.map(({ type }) => type).sort(), told).toEqual(typesOf(expected).sort());
      expect(
        appended.every(({ organizationId }) => organizationId === organization.id),
        told,
      ).toBe(true);
      world.keepsSecrets(asker, trial.args, toldBy(found));
      if (found.kind === "answered") {
        const first = given.key === null ? undefined : keys.get(given.key);
        if (first) answersAgain(found.answer, first, organization);
        else follow(expected, found.answer, appended);
        const again = async () => toldBy(await ask({ idempotencyKey: given.key ?? "" }));
        remember(given.key, keys, { ...rememberedOf(trial, found.answer, organization), again });
      }
      world.follow(model, appended);
      await world.holds(model, given.which);
    },
  };
}

function howOf({ door, key, version }: Circumstances): string {
  const how = [
    door === "none" ? null : `through the ${door} fence`,
    key === null ? null : `by ${key}`,
    version === null ? null : `with the ${version} version`,
  ];
  return how.map((one) => (one === null ? "" : `, ${one}`)).join("");
}

/** Keys belong to an organization; those of commands about organizations to the ledger, unless a fence stands before it. */
function keysOf({ name }: Named, { which, door }: Circumstances, model: Model): Map<string, Remembered> {
  return name === "registerOrganization" && door === "none" ? model.keys : model.organizations[which].keys;
}

function toldBy(outcome: Outcome<unknown>): unknown {
  return outcome.kind === "answered" ? outcome.answer : { ...outcome.error, message: outcome.error.message };
}

const repeated = Symbol("answered again");

type Verdict<Answer> = Code | typeof repeated | Effect<Answer>;

/** The order of the checks: there and inside the fence, the key, mirrored, the version, then the rules. */
function verdictOf<Answer>(
  trial: Trial<Answer>,
  { door, key, version }: Circumstances,
  keys: ReadonlyMap<string, Remembered>,
): Verdict<Answer> {
  if (door === "foreign" || !trial.isThere()) return trial.unseen;
  const first = key === null ? undefined : keys.get(key);
  if (first) return first.request === requestOf(trial) ? repeated : "IdempotencyConflict";
  if (trial.conflict) return trial.conflict;
  if (trial.pool?.authority === "polar" && trial.name !== "openPool") return "PoolMirrored";
  if (version !== null && !trial.pool) return "InvalidRequest";
  if (version === "wrong") return "VersionConflict";
  return trial.decide();
}

function contextOf({ pool }: Pick<Trial<unknown>, "pool">, { key, version }: Circumstances): CommandContext {
  const known = pool?.version ?? 1;
  return {
    ...(key === null ? {} : { idempotencyKey: key }),
    ...(version === null ? {} : { expectedVersion: version === "right" ? known : known + 1 }),
  };
}

type Outcome<Answer> =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "refused"; readonly error: SeatLedgerError };

async function outcomeOf<Answer>(asked: Promise<Answer>): Promise<Outcome<Answer>> {
  try {
    return { kind: "answered", answer: await asked };
  } catch (error) {
    if (!isSeatLedgerError(error)) throw error;
    return { kind: "refused", error };
  }
}

function typesOf(verdict: Verdict<never>): string[] {
  return typeof verdict === "object" ? [...verdict.events] : [];
}

function codeOf(verdict: Verdict<never>): Code | null {
  return typeof verdict === "string" ? verdict : null;
}

function follow<Answer>(expected: Verdict<Answer>, answer: Answer, appended: readonly LedgerEvent[]): void {
  if (typeof expected !== "object") expect.fail("only an accepted command has an effect");
  if (expected.answer !== null) expect(answer).toMatchObject(expected.answer);
  expected.follow(answer, appended);
}

type Named = Pick<Trial<unknown>, "name" | "args">;

function requestOf({ name, args }: Named): string {
  return JSON.stringify([name, args]);
}

function rememberedOf<Answer>(trial: Trial<Answer>, answer: Answer, { forgotten }: ModelOrganization) {
  return { request: requestOf(trial), answer, forgotten, isThere: trial.isThere };
}

function remember(key: string | null, keys: Map<string, Remembered>, answered: Remembered): void {
  if (key !== null && !keys.has(key)) keys.set(key, answered);
}

/** Somebody asks again later, with the same key, for what was answered first. */
export function retry({ which, index }: { readonly which: Which; readonly index: number }): Step {
  return {
    check: ({ organizations }) => organizations[which].keys.size > 0,
    toString: () => `organization ${which}: retry(${index})`,
    async run({ organizations }, world) {
      const organization = organizations[which];
      const known = [...organization.keys.values()];
      const first = known[index % known.length];
      if (!first?.isThere()) return;
      const answer = await first.again();
      expect(await world.readOn(), "a retry appended something").toEqual([]);
      world.keepsSecrets(organization, JSON.parse(first.request), answer);
      answersAgain(answer, first, organization);
    },
  };
}

/** Word for word, unless somebody was forgotten meanwhile. */
function answersAgain(answer: unknown, first: Remembered, { forgotten }: ModelOrganization): void {
  if (first.forgotten === forgotten) expect(answer).toEqual(first.answer);
}
