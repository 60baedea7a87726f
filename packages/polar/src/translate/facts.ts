// The ledger's facts by their kinds, and what a pool comes to when Polar shows it.

import type { Fact } from "seat-ledger";
import type { PoolRef } from "../pool-ref.ts";

export type OrganizationFact = Extract<Fact, { type: "organization" }>;
export type CustomerFact = Extract<Fact, { type: "customer" }>;
export type PoolFact = Extract<Fact, { type: "pool" }>;
export type ListingFact = Extract<Fact, { type: "listing" }>;

export interface ShownPool {
  readonly ref: PoolRef;
  readonly customer: CustomerFact;
  readonly pool: PoolFact;
  /** In this status it never had seats: it matters only where the ledger knows it from another time. */
  readonly onlyIfKnown: boolean;
}
