// GET /v1/ledger/drift: where Polar and the ledger stood apart when they were last compared. Only of pools that the organization
// is known to have: a report is of the whole service.

import { isSeatLedgerError, type OrganizationLedger } from "seat-ledger";
import { merchant, readingLedger } from "../../access/merchant.ts";
import { route } from "../../routing/route.ts";
import type { SyncDrift } from "../../sync-state.ts";
import { driftReport, driftToWire } from "../../wire/drift.ts";

export const drift = route({
  method: "GET",
  path: "/v1/ledger/drift",
  operationId: "ledger:drift",
  tag: "ledger",
  summary: "Drift",
  description: "Where Polar and the ledger stood apart in the last pass of the sync, and what was done about it.",
  access: merchant(...readingLedger),
  answer: driftReport,
  answers: "The last report",
  async handle({ caller, services: { sync } }) {
    const state = sync?.() ?? null;
    if (state === null) return { lag_ms: null, last_complete_pass: null, last_pass: null };
    const { lagMs, lastCompletePass, lastPass } = state;
    return {
      lag_ms: lagMs,
      last_complete_pass: lastCompletePass?.toISOString() ?? null,
      last_pass: lastPass && {
        complete: lastPass.complete,
        drift: (await within(caller.ledger, lastPass.drift)).map(driftToWire),
      },
    };
  },
});

async function within(ledger: OrganizationLedger, all: readonly SyncDrift[]): Promise<readonly SyncDrift[]> {
  const own = new Map<string | null, boolean>();
  for (const { subscriptionId, orderId } of all) {
    const id = subscriptionId ?? orderId;
    if (!own.has(id)) own.set(id, await isThere(ledger, { subscriptionId, orderId }));
  }
  return all.filter(({ subscriptionId, orderId }) => own.get(subscriptionId ?? orderId));
}

async function isThere(
  ledger: OrganizationLedger,
  ref: Pick<SyncDrift, "subscriptionId" | "orderId">,
): Promise<boolean> {
  try {
    await ledger.getPool(ref);
    return true;
  } catch (error) {
    if (isSeatLedgerError(error, "PoolNotFound")) return false;
    throw error;
  }
}
