// Compares a pool as Polar shows it with the ledger's. Pure.

import type { Pool } from "seat-ledger";
import type { PoolRef } from "../pool-ref.ts";
import type { PoolFact } from "../translate/facts.ts";
import type { DifferentDrift, DriftField } from "./drift.ts";
import { untold } from "./seat-drift.ts";

/** How the pool that the ledger knew differed from what was recorded of it. */
export function poolDrift(ref: PoolRef, known: Pool, shown: PoolFact): readonly DifferentDrift[] {
  const compared: readonly DriftField[] = [
    { field: "seats", polar: shown.seats, ledger: known.seats },
    { field: "status", polar: shown.status, ledger: known.status },
    { field: "productId", polar: shown.product.id, ledger: known.product.id },
  ];
  const fields = compared.filter(({ polar, ledger }) => polar !== ledger);
  if (shown.product.name !== known.product.name) fields.push({ field: "productName", polar: untold, ledger: untold });
  if (fields.length === 0) return [];
  return [{ kind: "different", ...ref, seatId: null, fields, done: "recorded" }];
}
