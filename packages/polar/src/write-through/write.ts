// One writing from its intent to its result: remembered answers first, then the intent, then Polar, then the ledger. What is
// asked of Polar, and how its outcome is seen, is said by the operations.

import { type CommandContext, errors, type Pool, type Seat } from "seat-ledger";
import { inTurnBy } from "../in-turn-by.ts";
import { knownPool } from "../inbox/apply-pool.ts";
import { poolIdOf, refOf } from "../pool-ref.ts";
import { peopleOfSeat } from "../translate/people.ts";
import { shownSeat } from "../translate/seat.ts";
import { subjectOfSeat } from "../translate/subjects.ts";
import type { WireWrittenSeat } from "../wire/written-seat.ts";
import { answeredBefore, rememberAnswer } from "./answers-before.ts";
import { hashOf, keepIntent, settleIntents, unfinishedIntents, type Wanted } from "./intents.ts";
import type { PolarRefusal } from "./polar-refusal.ts";
import { PolarSeatsError, troubleOf } from "./polar-seats-error.ts";
import { Refused, type Steps, untilDone, type Written } from "./until-done.ts";
import { opened, type Writing } from "./writing.ts";

export interface Write extends Pick<Steps, "ask" | "asksAgain"> {
  readonly wanted: Wanted;
  /** As in `Steps`; `isInDoubt` is whether an earlier call left it open. */
  readonly look: (isInDoubt: boolean) => Promise<Written | null>;
  /** The seat to answer with, where the one that was recorded may have gone on already; itself unless said. */
  readonly answeredBy?: (recorded: Seat) => Promise<Seat>;
  /** The ledger's word for a refusal; null where it is a trouble of another kind. */
  readonly errorOf: (refusal: PolarRefusal, wasInDoubt: boolean, cause: unknown) => Promise<Error | null>;
}

export async function write(writing: Writing, given: Write, context: CommandContext): Promise<Seat> {
  const { ledger } = writing;
  const { operation, same, pool } = given.wanted;
  refuseOccurredAt(context);
  const turn = `${operation} ${pool && poolIdOf(pool)} ${hashOf(same)}`;
  return await inTurnBy(ledger, turn, async () => {
    const before = await answeredBefore(ledger, context.idempotencyKey, given.wanted);
    if (before) return before;
    refuseOtherVersion(pool, context);
    return await written(writing, given, context);
  });
}

async function written(writing: Writing, given: Write, context: CommandContext): Promise<Seat> {
  const { ledger } = writing;
  const { wanted, ask, look, asksAgain, errorOf, answeredBy = async (recorded) => recorded } = given;
  const unfinished = await unfinishedIntents(ledger, wanted);
  const isInDoubt = unfinished.length > 0;
  const intent = await keepIntent(ledger, wanted, context);
  const open = [...unfinished, intent];
  try {
    const steps = { ask, look: () => look(isInDoubt), asksAgain, isInDoubt, signal: context.signal };
    const result = await untilDone(steps);
    const seat = await answeredBy(await recordResult(writing, wanted, intent, result, context));
    // Before the intents are settled: who is cut off in between looks again, and finds it.
    await rememberAnswer(ledger, context.idempotencyKey, wanted, seat);
    await settleIntents(ledger, open);
    return seat;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { refusal, wasInDoubt, cause } = error;
    await settleIntents(ledger, open, `Polar refused it: ${refusal.status} ${refusal.name ?? ""}`.trim());
    throw (await errorOf(refusal, wasInDoubt, cause)) ?? troubleOf(cause);
  }
}

async function recordResult(
  writing: Writing,
  { operation, pool: known }: Wanted,
  intent: string,
  { seat, body, observedAt }: Written,
  context: CommandContext,
): Promise<Seat> {
  const { ledger } = writing;
  const ref = refOf({ subscriptionId: seat.subscription_id, orderId: seat.order_id });
  const pool = known ?? (await knownPool(ledger, ref)) ?? (await opened(writing, ref, context.signal));
  if (pool === null) throw new PolarSeatsError("UnexpectedAnswer");
  const originId = `${intent}/result`;
  const shownAt = changedAt(seat);
  await ledger.inbox.keep([
    {
      ...{ origin: "write-through", originId, type: `${operation}.result`, subject: subjectOfSeat(seat.id), body },
      ...{ organizationId: pool.organizationId, apiVersion: null, sourceAt: shownAt, observedAt },
      people: peopleOfSeat(seat),
    },
  ]);
  const { actor = { type: "system" }, reason, ip, userAgent } = context;
  const by = { origin: "write-through", originId, observedAt, actor, reason, ip, userAgent } as const;
  await ledger.record([{ type: "seat", ...refOf(pool), seat: shownSeat(seat), shownAt }], by);
  await settleIntents(ledger, [originId]);
  return await ledger.getSeat({ seatId: seat.id });
}

const invitationTtlMs = 24 * 60 * 60 * 1_000;

/** Polar's own time of what it showed: the last that a row tells of. */
function changedAt(seat: WireWrittenSeat): Date {
  const expires = seat.invitation_token_expires_at;
  const assigned = expires && new Date(expires.getTime() - invitationTtlMs);
  const times = [seat.created_at, seat.modified_at, seat.claimed_at, seat.revoked_at, assigned];
  return new Date(Math.max(...times.map((time) => time?.getTime() ?? 0)));
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
