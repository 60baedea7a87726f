// Applies what shows a subscription or an order: the pool, and the customer who pays for it.

import { isSeatLedgerError, type Pool, type RecordContext, type Recorded } from "seat-ledger";
import type { PoolRef } from "../pool-ref.ts";
import type { ShownPool } from "../translate/facts.ts";
import { subjectOfCustomer, subjectOfQuantity } from "../translate/subjects.ts";
import type { InboxLedger } from "./inbox-ledger.ts";
import { isOutdated, type Newness } from "./newness.ts";
import { applied, nothingToDo, type Outcome } from "./outcome.ts";

/** A showing, and by what the ledger knows where it came from. */
export interface ShownBy {
  readonly shown: ShownPool;
  /** Polar's time of the pool as it is shown. */
  readonly shownAt: Date;
  readonly context: RecordContext;
}

export async function applyPool(ledger: InboxLedger, showing: ShownBy, newness: Newness): Promise<Outcome> {
  const { ref } = showing.shown;
  switch (newness) {
    case "older":
    case "same":
      return nothingToDo;
    case "conflict":
      return { ...nothingToDo, refetch: [{ ref, whole: true }] };
    case "newer": {
      const { recorded, opened } = await recordShownPool(ledger, showing);
      // What ends, begins or grows changes what its seats are.
      const changed = recorded.some(({ appended }) => appended > 0);
      const refetch = changed ? [{ ref, whole: false }] : [];
      return { ...applied(...recorded), opens: opened ? ref : null, refetch };
    }
  }
}

/**
 * Records a pool that nothing later was shown of. Its payer and its quantity have times of their own: where something
 * later of them is known, that stays.
 */
export async function recordShownPool(
  ledger: InboxLedger,
  { shown, shownAt, context }: ShownBy,
): Promise<{ readonly recorded: readonly Recorded[]; readonly opened: boolean }> {
  const { ref, customer } = shown;
  const known = await knownPool(ledger, ref);
  if (!known && shown.onlyIfKnown) return { recorded: [], opened: false };
  const keepsQuantity = known !== null && (await isOutdated(ledger, subjectOfQuantity(ref), shownAt));
  const pool = { ...shown.pool, shownAt, ...(keepsQuantity ? { seats: known.seats } : {}) };
  const keepsCustomer = await isOutdated(ledger, subjectOfCustomer(customer.id), shown.customerAt);
  const record = async (...facts: Parameters<InboxLedger["record"]>[0]) => await ledger.record(facts, context);
  if (!keepsCustomer) return { recorded: [await record(customer, pool)], opened: known === null };
  try {
    return { recorded: [await record(pool)], opened: known === null };
  } catch (error) {
    // What is known of the customer came before the ledger could take it.
    if (!isSeatLedgerError(error, "CustomerNotFound")) throw error;
    return { recorded: [await record(customer, pool)], opened: known === null };
  }
}

export async function knownPool(ledger: Pick<InboxLedger, "getPool">, ref: PoolRef): Promise<Pool | null> {
  try {
    return await ledger.getPool(ref);
  } catch (error) {
    if (isSeatLedgerError(error, "PoolNotFound")) return null;
    throw error;
  }
}
