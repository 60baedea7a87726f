// What two organizations that share one ledger ought to see, said again in plain lists. The rules are written from Polar's
// documentation and the ledger's contract and share no code with it: a copy that is compared with itself proves nothing.

import type { SeatLedgerErrorCode } from "seat-ledger";

export interface ModelMember {
  readonly id: string;
  email: string | null;
  externalId: string | null;
  readonly role: string;
  removed: boolean;
  forgotten: boolean;
}

export interface ModelCustomer {
  readonly id: string;
  email: string | null;
  externalId: string | null;
  readonly members: ModelMember[];
  removed: boolean;
  forgotten: boolean;
}

export interface ModelSeat {
  readonly id: string;
  status: "pending" | "claimed" | "revoked";
  occupancy: number;
  /** Of the holder; null once revoked. */
  personId: string | null;
  memberId: string | null;
  customerId: string | null;
  email: string | null;
  /** Who holds the seat or held it last: what was said along with it goes when the person is forgotten. */
  lastPersonId: string | null;
  metadata: object;
  token: string | null;
  expiresAt: number | null;
  revokedAt: number | null;
}

export interface ModelPool {
  readonly ref: { readonly subscriptionId: string } | { readonly orderId: string };
  readonly customer: ModelCustomer;
  readonly opening: string;
  readonly authority: "ledger" | "polar";
  bought: number;
  status: "unpaid" | "active" | "closed";
  version: number;
  readonly seats: ModelSeat[];
}

/** What was answered under an idempotency key. */
export interface Remembered {
  readonly request: string;
  readonly answer: unknown;
  readonly again: () => Promise<unknown>;
  /** Whether what the request names is there still: that is asked before the key. */
  readonly isThere: () => boolean;
  /** How many people had been forgotten then: their names are missing from what is answered again later. */
  readonly forgotten: number;
}

export interface ModelOrganization {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly memberModel: boolean;
  seatsEnabled: boolean;
  readonly customers: ModelCustomer[];
  readonly pools: ModelPool[];
  readonly keys: Map<string, Remembered>;
  forgotten: number;
}

export interface Model {
  now: number;
  readonly lapsedInvitations: "hold" | "release";
  readonly organizations: readonly [ModelOrganization, ModelOrganization];
  /** Keys of commands about organizations that were not given through a fence. */
  readonly keys: Map<string, Remembered>;
  /** Every token that was ever given out, in order, and whose it is. */
  readonly tokens: { readonly token: string; readonly organization: ModelOrganization; readonly pool: ModelPool }[];
}

export type Which = 0 | 1;
export type Code = SeatLedgerErrorCode;

export function otherOf(which: Which): Which {
  return which === 0 ? 1 : 0;
}

export function same(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one.toLowerCase() === other.toLowerCase();
}

export function isLive(seat: ModelSeat): boolean {
  return seat.status !== "revoked";
}

export function liveSeats(pool: ModelPool): readonly ModelSeat[] {
  return pool.seats.filter(isLive);
}

/** Those of a list that can still be found by what is known of them. */
export function present<One extends { readonly removed: boolean }>(all: readonly One[]): readonly One[] {
  return all.filter(({ removed }) => !removed);
}

export function everyMember({ customers }: ModelOrganization): readonly ModelMember[] {
  return customers.flatMap(({ members }) => members);
}

export function everySeat({ pools }: ModelOrganization): readonly ModelSeat[] {
  return pools.flatMap(({ seats }) => seats);
}

/** Ends a holding. A seat that nobody holds names nobody. */
export function vacate(seat: ModelSeat, now: number): void {
  Object.assign(seat, {
    status: "revoked",
    personId: null,
    memberId: null,
    customerId: null,
    email: null,
    token: null,
  });
  seat.revokedAt = now;
}

/** Counted round over all of them and one who is not there. */
export function roundOver<One>(all: readonly One[], index: number): One | undefined {
  return all[index % (all.length + 1)];
}
