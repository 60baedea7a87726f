// What revoking a seat and sending its invitation again have in common: a seat named by its id, whose pool the ledger knows,
// or nobody here.

import { type CommandContext, errors, isSeatLedgerError, type Pool, type Seat } from "seat-ledger";
import type { PolarClient } from "../client/polar-client.ts";
import type { Wanted } from "../intents/intent.ts";
import type { MeantHolding } from "../intents/wish.ts";
import type { PolarRefusal } from "./polar-refusal.ts";
import type { Steps, Written } from "./until-done.ts";
import { write } from "./write.ts";
import { type Decider, deciderOf, lookedAt, poolOfSeat, type Writing } from "./writing.ts";

export interface SeatArgs {
  readonly seatId: string;
}

export interface SeatWrite<Answer> extends Pick<Steps, "asksAgain"> {
  readonly operation: Wanted["operation"];
  /** The ledger's own operation. */
  readonly own: () => Promise<Answer>;
  readonly answerOf: (seat: Seat) => Answer;
  readonly ask: (client: PolarClient, seatId: string) => Promise<Written>;
  /** Only asked of seats that the ledger knows, by the holding that is meant. */
  readonly look: (client: PolarClient, meant: MeantSeat) => Promise<Written | null>;
  /** As in `Write`; `meant` is null where the ledger did not know the seat. */
  readonly answeredBy?: (recorded: Seat, meant: MeantHolding | null) => Promise<Seat>;
}

/** A holding of a seat of the pool. */
export interface MeantSeat extends MeantHolding {
  readonly seatId: string;
  readonly pool: Pool;
}

export async function writeSeat<Answer>(
  writing: Writing,
  { seatId: given }: SeatArgs,
  context: CommandContext,
  steps: SeatWrite<Answer>,
): Promise<Answer> {
  const { answeredBy } = steps;
  const decider = await deciderOf(steps.own, () => poolOfSeat(writing, given));
  if ("own" in decider) return decider.own;
  const seatId = given.toLowerCase();
  const client = writing.clientUntil(context.signal);
  const known = "pool" in decider ? { pool: decider.pool, seat: await writing.ledger.getSeat({ seatId }) } : null;
  const same = { seatId };
  const meant = known && meantHolding(known.seat);
  const people = [known?.seat.memberId, known?.seat.personId].filter((id) => id != null);
  const seat = await write(
    writing,
    {
      wanted: { operation: steps.operation, asked: same, same, pool: known?.pool ?? null, people, meant },
      ask: () => steps.ask(client, seatId),
      look: async ({ meant, pool }) => (meant && pool ? await steps.look(client, { ...meant, seatId, pool }) : null),
      asksAgain: steps.asksAgain,
      ...(answeredBy && { answeredBy: (recorded, { meant = null }) => answeredBy(recorded, meant) }),
      errorOf: (refusal) => refusedSeat(writing, { seatId, pool: known?.pool ?? null, refusal }, context),
    },
    context,
  ).catch(unlessFenced(decider));
  return steps.answerOf(seat);
}

function meantHolding(seat: Seat): MeantHolding {
  const { holdingId, status, invitationTokenExpiresAt, claimedAt, memberId, customerId } = seat;
  return {
    holdingId,
    isLive: status !== "revoked",
    began: invitationTokenExpiresAt ?? claimedAt,
    memberId,
    customerId,
  };
}

/** A fenced ledger keeps no intent about what is not known to be its own, and then Polar is not asked. */
function unlessFenced(decider: Exclude<Decider<unknown>, { own: unknown }>): (error: unknown) => never {
  return (error) => {
    if ("unknown" in decider && isSeatLedgerError(error, "OrganizationNotFound")) throw decider.unknown;
    throw error;
  };
}

interface RefusedSeat {
  readonly seatId: string;
  readonly pool: Pool | null;
  readonly refusal: PolarRefusal;
}

/** Polar takes ids of version 4 alone: it finds no other, and says so by 422. */
async function refusedSeat(
  writing: Writing,
  { seatId, pool, refusal }: RefusedSeat,
  { signal }: CommandContext,
): Promise<Error | null> {
  const { status, name } = refusal;
  if (status === 404 || status === 422) return new errors.SeatNotFound({ seatId });
  if (name === "FeatureNotEnabled") {
    return new errors.SeatsNotEnabled({ organizationId: pool?.organizationId ?? "(not told)" });
  }
  if (name !== "SeatNotPending") return null;
  const found = pool && (await lookedAt(writing, pool, signal)).seats.find(({ id }) => id === seatId);
  return new errors.SeatNotPending({ seatId, status: found?.status ?? "another" });
}
