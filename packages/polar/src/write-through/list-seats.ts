// Lists the seats of a mirrored pool: Polar is asked, and the ledger records the listing and answers.

import { errors, isSeatLedgerError, type Pool, type SeatLedger, type SeatsList } from "seat-ledger";
import { idsOf, type PoolRef, refOf } from "../pool-ref.ts";
import { refetchPool } from "../webhooks/refetch-pool.ts";
import { refusalIn } from "./polar-refusal.ts";
import { troubleOf } from "./polar-seats-error.ts";
import { opened, type Writing } from "./writing.ts";

export type ListSeatsArgs = Parameters<SeatLedger["listSeats"]>[0];

export async function listSeats(writing: Writing, args: ListSeatsArgs): Promise<SeatsList> {
  const { ledger, clientUntil } = writing;
  const pool = await knownOrOpened(writing, args);
  if (pool?.authority === "polar") {
    const refetching = { ledger, client: clientUntil(undefined) };
    await refetchPool(refetching, { ref: refOf(pool), whole: false }).catch(refused(pool));
  }
  return await ledger.listSeats(args);
}

/** Null for a pool that was opened just now: its seats were listed with it. */
async function knownOrOpened(writing: Writing, args: ListSeatsArgs): Promise<Pool | null> {
  try {
    return await writing.ledger.getPool(args);
  } catch (error) {
    if (!isSeatLedgerError(error, "PoolNotFound") || args.checkoutId) throw error;
    if ((await opened(writing, lowerCased(args), undefined)) === null) throw error;
    return null;
  }
}

function lowerCased({ subscriptionId, orderId }: ListSeatsArgs): PoolRef {
  return { subscriptionId: subscriptionId?.toLowerCase() ?? null, orderId: orderId?.toLowerCase() ?? null };
}

function refused(pool: Pool): (error: unknown) => never {
  return (error) => {
    if (isSeatLedgerError(error)) throw error;
    const refusal = refusalIn(error);
    if (refusal?.status === 404) {
      throw new errors.PoolNotFound(idsOf(pool));
    }
    if (refusal?.name === "FeatureNotEnabled")
      throw new errors.SeatsNotEnabled({ organizationId: pool.organizationId });
    throw troubleOf(error);
  };
}
