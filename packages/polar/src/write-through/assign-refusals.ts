// What Polar refuses of an assignment, in the ledger's words. Where the ledger thought otherwise it looks at the pool once
// more, so that the error tells what is, and the next call knows.

import { type AssignSeatArgs, type CommandContext, errors, type Pool } from "seat-ledger";
import { idsOf, poolIdOf } from "../pool-ref.ts";
import type { PolarRefusal } from "./polar-refusal.ts";
import { heldSeat, type IsHolder } from "./recipient.ts";
import { lookedAt, type Writing } from "./writing.ts";

interface Assignment {
  readonly pool: Pool;
  readonly args: AssignSeatArgs;
  readonly isHolder: () => Promise<IsHolder>;
  readonly refusal: PolarRefusal;
}

/** Null where it is no refusal of the assignment, but a trouble. */
export async function refusedAssignment(
  writing: Writing,
  { pool, args, isHolder, refusal }: Assignment,
  { signal }: CommandContext,
): Promise<Error | null> {
  const { status, name, detail, issues } = refusal;
  if (status === 422) return new errors.InvalidRequest({ issues });
  switch (name) {
    case "FeatureNotEnabled":
      return new errors.SeatsNotEnabled({ organizationId: pool.organizationId });
    case "ResourceNotFound":
      return new errors.PoolNotFound(idsOf(pool));
    case "MemberNotFound":
      return new errors.MemberNotFound({ memberId: args.memberId ?? null });
    case "CustomerNotFound":
      return new errors.CustomerNotFound({ customerId: args.customerId ?? null });
    case "MemberEmailMismatch":
      return new errors.MemberEmailMismatch({ memberId: await memberBehind(writing, pool, args, signal) });
    case "InvalidSeatAssignmentRequest":
      return new errors.InvalidSeatAssignmentRequest({ reason: detail || "Polar can't tell who the recipient is." });
    case "SeatNotAvailable":
      return await notAvailable(writing, pool, signal);
    case "SeatAlreadyAssigned": {
      const isTheirs = await isHolder().catch(() => () => false);
      const { seats } = await lookedAt(writing, pool, signal);
      const held = seats.find((seat) => seat.status !== "revoked" && isTheirs(heldSeat(seat)));
      return new errors.SeatAlreadyAssigned({ poolId: poolIdOf(pool), seatId: held?.id ?? "(not listed)" });
    }
    default:
      return null;
  }
}

/** Polar has one name for a full pool and for one that gives no seats at all. */
async function notAvailable(writing: Writing, pool: Pool, signal: AbortSignal | undefined): Promise<Error> {
  const { seats, pending, claimed, status } = (await lookedAt(writing, pool, signal)).pool;
  if (status !== "active") return new errors.PoolNotActive({ poolId: poolIdOf(pool), status });
  return new errors.SeatNotAvailable({ poolId: poolIdOf(pool), seats, live: pending + claimed });
}

/** Whose the external id is, as far as the seats of the pool show it. */
async function memberBehind(
  writing: Writing,
  pool: Pool,
  { externalMemberId }: AssignSeatArgs,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { seats } = await lookedAt(writing, pool, signal);
  const found = seats.find(({ member }) => member !== null && member.externalId === externalMemberId);
  return found?.memberId ?? "(not listed)";
}
