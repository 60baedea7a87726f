// The ledger's facts by their kinds, and what a pool comes to when Polar shows it.

import type { Fact } from "seat-ledger";
import type { PoolRef } from "../pool-ref.ts";

export type OrganizationFact = Extract<Fact, { type: "organization" }>;
export type CustomerFact = Extract<Fact, { type: "customer" }>;
export type PoolFact = Extract<Fact, { type: "pool" }>;
export type ListingFact = Extract<Fact, { type: "listing" }>;
export type SeatFact = Extract<Fact, { type: "seat" }>;
export type QuantityFact = Extract<Fact, { type: "quantity" }>;
export type ShownSeat = SeatFact["seat"];
export type ShownMember = NonNullable<ShownSeat["member"]>;

export interface ShownPool {
  readonly ref: PoolRef;
  readonly customer: CustomerFact;
  /** Polar's time of what it shows of the customer, which is not that of the pool. */
  readonly customerAt: Date;
  readonly pool: PoolFact;
  /** In this status it has no seats as a rule: it matters only where the ledger knows it already, or where it has some. */
  readonly onlyIfKnown: boolean;
  /** And it never leaves this status. */
  readonly isOver: boolean;
}
