// One writing from its intent to its result: remembered answers first, then the intent, then Polar, then the ledger. What is
// asked of Polar, and how its outcome is seen, is said by the operations.

import { type CommandContext, errors, type Pool, type Seat } from "seat-ledger";
import { inTurnBy } from "../in-turn-by.ts";
import { knownPool } from "../inbox/apply-pool.ts";
import { answeredBefore, answerKeyOf, positionOf, rememberAnswer, seatAt } from "../intents/answers.ts";
import {
  hashOf,
  type Intent,
  isBy,
  keepIntent,
  newIntentId,
  resultOfIntent,
  settleIntents,
  type Wanted,
  waitingIntents,
  wantsTheSame,
  withResults,
} from "../intents/intent.ts";
import type { Result } from "../intents/result-in.ts";
import { answerShown } from "../intents/seat-step.ts";
import { type Answered, doneBefore, unanswered } from "../intents/unanswered.ts";
import { whileUnderWay } from "../intents/under-way.ts";
import type { AnswerKey } from "../intents/wish.ts";
import { poolIdOf, refOf } from "../pool-ref.ts";
import { peopleOfSeat } from "../translate/people.ts";
import { subjectOfSeat } from "../translate/subjects.ts";
import { writtenSeatFact } from "../translate/written-seat.ts";
import type { PolarRefusal } from "./polar-refusal.ts";
import { PolarSeatsError, troubleOf } from "./polar-seats-error.ts";
import { Refused, type Steps, untilDone, type Written } from "./until-done.ts";
import { opened, type WriteLedger, type Writing } from "./writing.ts";

export interface Write extends Pick<Steps, "ask" | "asksAgain"> {
  readonly wanted: Wanted;
  /** As in `Steps`. `wanted` is what is looked for, `open` are earlier calls for the same that nobody saw the end of. */
  readonly look: (wanted: Wanted, open: readonly Intent[]) => Promise<Written | null>;
  /** The seat to answer with, where the one that was recorded may have gone on already; as Polar showed it unless said. */
  readonly answeredBy?: (recorded: Seat, wanted: Wanted) => Promise<Seat>;
  /** The ledger's word for a refusal; null where it is a trouble of another kind. */
  readonly errorOf: (refusal: PolarRefusal, wasInDoubt: boolean, cause: unknown) => Promise<Error | null>;
}

export async function write(writing: Writing, given: Write, context: CommandContext): Promise<Seat> {
  const { ledger } = writing;
  const { wanted } = given;
  const { operation, same, pool } = wanted;
  refuseOccurredAt(context);
  const { idempotencyKey } = context;
  const turn = `${operation} ${pool && poolIdOf(pool)} ${hashOf(same)}`;
  return await inTurnBy(ledger, turn, async () => {
    const before =
      idempotencyKey === undefined
        ? await unanswered(ledger, wanted, context)
        : await answeredBefore(ledger, idempotencyKey, wanted);
    if (before) return before;
    refuseOtherVersion(pool, context);
    const intent = newIntentId();
    const key = idempotencyKey === undefined ? null : answerKeyOf(idempotencyKey, wanted);
    return await whileUnderWay(intent, () => written(writing, given, { context, key, intent }));
  });
}

interface Call {
  readonly context: CommandContext;
  readonly key: AnswerKey | null;
  readonly intent: string;
}

async function written(writing: Writing, given: Write, call: Call): Promise<Seat> {
  const { ledger } = writing;
  const { ask, look, asksAgain, errorOf, answeredBy } = given;
  const { context, key, intent } = call;
  const waiting = await waitingIntents(ledger, given.wanted.pool);
  const open = waiting.filter((one) => wantsTheSame(one, given.wanted));
  const again = open.filter((one) => one.wish?.key?.note === key?.note && (key !== null || isBy(one, context)));
  const before = await doneBefore(ledger, given.wanted, again);
  if (before) return await answeredWith(ledger, key, before, await withResults(ledger, again));
  // A call that comes again means the holding that it meant first, whoever sits there by now.
  const meant = again.find(({ wish }) => wish?.meant)?.wish?.meant ?? given.wanted.meant ?? null;
  const wanted = { ...given.wanted, meant };
  const isInDoubt = open.length > 0;
  await keepIntent(ledger, intent, wanted, { context, key });
  const mine = [...(await withResults(ledger, open)), intent];
  try {
    const steps = { ask, look: () => look(wanted, open), asksAgain, isInDoubt, signal: context.signal };
    const result = await untilDone(steps);
    const shown = await recordResult(writing, wanted, call, result);
    const seat = await answeredBy?.(await ledger.getSeat({ seatId: shown.seat.id }), wanted);
    const answer = seat ? { seat, at: await positionOf(ledger, seat) } : await asShown(ledger, shown);
    return await answeredWith(ledger, key, answer, mine);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { refusal, wasInDoubt, cause } = error;
    await settleIntents(ledger, mine, `Polar refused it: ${refusal.status} ${refusal.name ?? ""}`.trim());
    throw (await errorOf(refusal, wasInDoubt, cause)) ?? troubleOf(cause);
  }
}

/** The answer is remembered before the intents are settled: who is cut off in between finds it. */
async function answeredWith(
  ledger: WriteLedger,
  key: AnswerKey | null,
  { seat, at }: Answered,
  settled: readonly string[],
): Promise<Seat> {
  if (key) await rememberAnswer(ledger, key, at);
  await settleIntents(ledger, settled);
  return seat;
}

/** Whoever asked is answered with their own seat, although another one may sit there already. */
async function asShown(ledger: WriteLedger, shown: Result): Promise<Answered> {
  const at = await answerShown(ledger, shown);
  return { seat: await seatAt(ledger, at), at };
}

async function recordResult(
  writing: Writing,
  { operation, pool: known }: Wanted,
  { context, intent }: Call,
  { seat, body, observedAt }: Written,
): Promise<Result> {
  const { ledger } = writing;
  const ref = refOf({ subscriptionId: seat.subscription_id, orderId: seat.order_id });
  const pool = known ?? (await knownPool(ledger, ref)) ?? (await opened(writing, ref, context.signal));
  if (pool === null) throw new PolarSeatsError("UnexpectedAnswer");
  const originId = resultOfIntent(intent);
  const fact = { ...writtenSeatFact(seat), ...refOf(pool) };
  await ledger.inbox.keep([
    {
      ...{ origin: "write-through", originId, type: `${operation}.result`, subject: subjectOfSeat(seat.id), body },
      ...{ organizationId: pool.organizationId, apiVersion: null, sourceAt: fact.shownAt, observedAt },
      people: peopleOfSeat(seat),
    },
  ]);
  const { actor = { type: "system" }, reason, ip, userAgent } = context;
  const by = { origin: "write-through", originId, observedAt, actor, reason, ip, userAgent } as const;
  await ledger.record([fact], by);
  await settleIntents(ledger, [originId]);
  return fact;
}

function refuseOccurredAt({ occurredAt }: CommandContext): void {
  if ((occurredAt ?? null) === null) return;
  const message = "is Polar's to say where Polar decides: leave it out";
  throw new errors.InvalidRequest({ issues: [{ path: "occurredAt", message }] });
}

/** As the ledger knows the pool: Polar has no versions. */
function refuseOtherVersion(pool: Pool | null, { expectedVersion }: CommandContext): void {
  if (pool === null || expectedVersion === undefined || expectedVersion === pool.version) return;
  throw new errors.VersionConflict({ poolId: poolIdOf(pool), expected: expectedVersion, found: pool.version });
}
