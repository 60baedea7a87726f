// What the six operations share: the ledger, how Polar is asked, and whose seats they are.

import { isSeatLedgerError, type Pool, type Seat, type SeatLedger } from "seat-ledger";
import type { PolarClient } from "../client/polar-client.ts";
import { knownPool } from "../inbox/apply-pool.ts";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import { type PoolRef, refOf } from "../pool-ref.ts";
import { refetchPool } from "../webhooks/refetch-pool.ts";
import { refusalIn } from "./polar-refusal.ts";
import { troubleOf } from "./polar-seats-error.ts";

/** The part of the ledger that writes go into; `ledger.forOrganization(...)` has it too. */
export type WriteLedger = InboxLedger &
  Pick<
    SeatLedger,
    | "assignSeat"
    | "revokeSeat"
    | "resendInvitation"
    | "getClaimInfo"
    | "claimSeat"
    | "getOrganization"
    | "getCustomer"
    | "asOf"
  >;

export interface Writing {
  readonly ledger: WriteLedger;
  readonly clientUntil: (signal: AbortSignal | undefined) => PolarClient;
}

/** What the ledger did itself, or the pool of which Polar decides; null where the ledger knows of no such thing. */
export type Decider<Answer> = { readonly own: Answer } | { readonly pool: Pool } | { readonly unknown: unknown };

/**
 * Asks the ledger first: it checks the arguments, does what is about a pool of its own, and says of the others that they
 * are Polar's, appending nothing.
 */
export async function deciderOf<Answer>(
  ask: () => Promise<Answer>,
  poolOf: () => Promise<Pool>,
): Promise<Decider<Answer>> {
  try {
    return { own: await ask() };
  } catch (error) {
    if (isSeatLedgerError(error, "PoolMirrored")) return { pool: await poolOf() };
    if (isUnknown(error)) return { unknown: error };
    throw error;
  }
}

function isUnknown(error: unknown): boolean {
  return (
    isSeatLedgerError(error, "PoolNotFound") ||
    isSeatLedgerError(error, "SeatNotFound") ||
    isSeatLedgerError(error, "InvalidInvitationToken")
  );
}

export async function poolOfSeat({ ledger }: Writing, seatId: string): Promise<Pool> {
  return await ledger.getPool(refOf(await ledger.getSeat({ seatId })));
}

/** A pool that the ledger doesn't know yet, opened as Polar shows it; null where Polar shows none. */
export async function opened(
  { ledger, clientUntil }: Writing,
  ref: PoolRef,
  signal: AbortSignal | undefined,
): Promise<Pool | null> {
  try {
    await refetchPool({ ledger, client: clientUntil(signal) }, { ref, whole: true });
  } catch (error) {
    signal?.throwIfAborted();
    // Another organization's is nobody's here.
    if (isSeatLedgerError(error, "OrganizationNotFound") || refusalIn(error)?.status === 404) return null;
    if (isSeatLedgerError(error)) throw error;
    throw troubleOf(error);
  }
  return await knownPool(ledger, ref);
}

/** The pool as it is after another look at Polar; as it was where Polar can't be looked at now. */
export async function lookedAt(
  { ledger, clientUntil }: Writing,
  pool: Pool,
  signal: AbortSignal | undefined,
): Promise<{ readonly pool: Pool; readonly seats: readonly Seat[] }> {
  const ref = refOf(pool);
  try {
    await refetchPool({ ledger, client: clientUntil(signal) }, { ref, whole: false });
  } catch {
    signal?.throwIfAborted();
  }
  const { seats } = await ledger.listSeats(ref);
  return { pool: await ledger.getPool(ref), seats };
}
