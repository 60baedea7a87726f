// The past as a plain fold over the public events tells it: no index, no machine, no rule of the ledger.

import type { LedgerEvent } from "seat-ledger";

export interface NaiveSeat {
  readonly id: string;
  status: string;
  occupancy: number;
  holdingId: string;
  personId: string | null;
  memberId: string | null;
  customerId: string | null;
  readonly createdAt: Date;
  modifiedAt: Date;
  claimedAt: Date | null;
  revokedAt: Date | null;
  invitationTokenExpiresAt: Date | null;
  version: number;
}

export interface NaivePool {
  seats: number;
  status: string;
  readonly openedAt: Date;
  version: number;
  /** In the order in which the pool came to know them. */
  readonly list: Map<string, NaiveSeat>;
}

const statusesAfter: Readonly<Record<string, string>> = {
  PoolActivated: "active",
  PoolReopened: "active",
  PoolClosed: "closed",
};

/** A pool after these events of the log; null where it was not opened by them. */
export function naivePool(events: readonly LedgerEvent[], poolId: string): NaivePool | null {
  let pool: NaivePool | null = null;
  for (const event of events) {
    if (event.stream.id !== poolId) continue;
    if (event.type === "PoolOpened") {
      const { seats, status } = event.data;
      pool = { seats, status, openedAt: event.occurredAt, version: 1, list: new Map() };
    }
    if (!pool) continue;
    pool.version = event.version;
    if (event.type === "PoolResized") pool.seats = event.data.seats;
    pool.status = statusesAfter[event.type] ?? pool.status;
    if (event.seatId !== null) pool.list.set(event.seatId, naiveSeat(pool.list.get(event.seatId), event, event.seatId));
  }
  return pool;
}

function naiveSeat(before: NaiveSeat | undefined, event: LedgerEvent, id: string): NaiveSeat {
  const { occurredAt, version } = event;
  const seat = { ...(before ?? newSeat(id, occurredAt)), modifiedAt: occurredAt, version };
  if (event.type === "SeatAssigned" || event.type === "SeatGranted") {
    const { customerId, memberId } = event.data;
    seat.occupancy += 1;
    Object.assign(seat, {
      holdingId: event.holdingId,
      personId: event.personId,
      customerId,
      memberId,
      revokedAt: null,
    });
    seat.status = event.type === "SeatAssigned" ? "pending" : "claimed";
    seat.claimedAt = event.type === "SeatAssigned" ? null : occurredAt;
    seat.invitationTokenExpiresAt = event.type === "SeatAssigned" ? event.data.expiresAt : null;
  }
  if (event.type === "InvitationResent") seat.invitationTokenExpiresAt = event.data.expiresAt;
  if (event.type === "SeatClaimed") Object.assign(seat, { status: "claimed", claimedAt: occurredAt });
  if (event.type === "SeatRevoked") {
    const nobody = { personId: null, memberId: null, customerId: null };
    Object.assign(seat, { ...nobody, status: "revoked", revokedAt: occurredAt });
  }
  return seat;
}

function newSeat(id: string, createdAt: Date): NaiveSeat {
  const nobody = { personId: null, memberId: null, customerId: null };
  const times = { createdAt, modifiedAt: createdAt, claimedAt: null, revokedAt: null, invitationTokenExpiresAt: null };
  return { id, status: "", occupancy: 0, holdingId: "", ...nobody, ...times, version: 0 };
}

export function countOf(pool: NaivePool, status: string): number {
  return [...pool.list.values()].filter((seat) => seat.status === status).length;
}

/** What must be said of each event of one seat. */
export interface NaiveEntry {
  readonly statusBefore: string | null;
  readonly statusAfter: string | null;
  readonly personId: string | null;
}

/** Status before and after, and the holder, of every event of a log that learned nothing late. */
export function naiveEntries(log: readonly LedgerEvent[]): readonly NaiveEntry[] {
  const seats = new Map<string, NaiveSeat>();
  return log.map((event) => {
    if (event.seatId === null) return { statusBefore: null, statusAfter: null, personId: null };
    const before = seats.get(event.seatId);
    const after = naiveSeat(before, event, event.seatId);
    seats.set(event.seatId, after);
    const statusBefore = before?.status ?? "vacant";
    return { statusBefore, statusAfter: after.status, personId: after.personId ?? before?.personId ?? null };
  });
}

export interface NaiveHolding {
  readonly holdingId: string;
  readonly personId: string | null;
  readonly from: Date;
  claimedAt: Date | null;
  until: Date | null;
  ended: string | null;
}

export function naiveHolders(log: readonly LedgerEvent[], seatId: string): readonly NaiveHolding[] {
  const holdings: NaiveHolding[] = [];
  for (const event of log.filter((one) => one.seatId === seatId)) {
    const { holdingId, personId, occurredAt } = event;
    const last = holdings.at(-1);
    if (event.type === "SeatAssigned" || event.type === "SeatGranted") {
      const claimedAt = event.type === "SeatGranted" ? occurredAt : null;
      holdings.push({ holdingId: holdingId ?? "", personId, from: occurredAt, claimedAt, until: null, ended: null });
    } else if (event.type === "SeatClaimed") Object.assign(last ?? {}, { claimedAt: occurredAt });
    else if (event.type === "SeatRevoked") Object.assign(last ?? {}, { until: occurredAt, ended: "revoked" });
  }
  return holdings;
}
