// Finding seats in the view of current seats, and writing them there.

import type { SeatMetadata, TokenRecord } from "../domain/events.ts";
import type { CustomerId, HoldingId, MemberId, PersonId, SeatId } from "../domain/ids.ts";
import type { SeatState, ShownSeat } from "../domain/seat.ts";
import type { SeatStatus } from "../domain/seat-machine.ts";
import { dateOrNull } from "./event-codec.ts";
import { ask, askOne, type Reads } from "./port.ts";
import { type Bound, query, type Row, upsert } from "./query.ts";
import { ofSeats } from "./some-seats.ts";
import type { SeatsTable } from "./tables.ts";

const seatsOfPool = query((db, args: { pool: number }) =>
  db.selectFrom("seats").selectAll().where("pool", "=", args.pool).orderBy("ordinal"),
);
const seatById = query((db, args: { seatId: string }) =>
  db.selectFrom("seats").selectAll().where("seats.id", "=", args.seatId),
);

// What callers see of a seat: each column more is paid for each seat of a list.
const shownColumns = [
  "id",
  "status",
  "occupancy",
  "holding_id",
  "person_id",
  "customer_id",
  "member_id",
  "email",
  "metadata",
  "created_at",
  "modified_at",
  "claimed_at",
  "revoked_at",
  "expires_at",
  "version",
] as const;
const shownSeatsOfPool = query((db, args: { pool: number }) =>
  db.selectFrom("seats").select(shownColumns).where("pool", "=", args.pool).orderBy("ordinal"),
);
const shownSeatsUntil = ofSeats((db, args: { pool: number; version: number }, isMeant) =>
  db
    .selectFrom("seats")
    .select(shownColumns)
    .select("ordinal")
    .where("pool", "=", args.pool)
    .where("version", "<=", args.version)
    .where(isMeant),
);
const shownSeatById = query((db, args: { seatId: string }) =>
  db.selectFrom("seats").select(shownColumns).select("pool").where("seats.id", "=", args.seatId),
);

/** What callers see of the seats of a pool, in the order in which it came to know them. */
export function* readShownSeats(pool: number): Reads<readonly ShownSeat[]> {
  return (yield* ask(shownSeatsOfPool({ pool }))).map(shownSeatOf);
}

/** A seat, and its number in its pool. */
export interface NumberedSeat {
  readonly ordinal: number;
  readonly seat: ShownSeat;
}

/** The seats of a pool that have not changed since a version of it, or those with these numbers if they have not. */
export function* readSeatsUnchangedSince(
  pool: number,
  version: number,
  ordinals: readonly number[] | null,
): Reads<readonly NumberedSeat[]> {
  const rows = yield* shownSeatsUntil({ pool, version }, ordinals);
  return rows.map((row) => ({ ordinal: row.ordinal, seat: shownSeatOf(row) }));
}

/** What callers see of a seat, and the stream of its pool. */
export function* findShownSeat(seatId: string): Reads<{ readonly seat: ShownSeat; readonly pool: number } | null> {
  const row = yield* askOne(shownSeatById({ seatId }));
  return row && { seat: shownSeatOf(row), pool: row.pool };
}

/** The seats of a pool, in the order in which it came to know them. */
export function* readSeats(pool: number): Reads<readonly SeatState[]> {
  return (yield* ask(seatsOfPool({ pool }))).map(seatOf);
}

export function* findSeat(seatId: string): Reads<SeatState | null> {
  const row = yield* askOne(seatById({ seatId }));
  return row && seatOf(row);
}

const upsertSeat = upsert("seats", ["pool", "ordinal"], {
  pool: true,
  ordinal: true,
  id: "fixed",
  status: true,
  occupancy: true,
  occupancies: true,
  holding_id: true,
  person_id: true,
  customer_id: true,
  member_id: true,
  email: true,
  metadata: true,
  created_at: true,
  modified_at: true,
  claimed_at: true,
  revoked_at: true,
  expires_at: true,
  invitation_id: true,
  invitation_key_id: true,
  invitation_hash: true,
  version: true,
});

export function writeSeat(pool: number, seat: SeatState): Bound {
  return upsertSeat(seatRow(pool, seat));
}

function seatRow(pool: number, seat: SeatState): Row<SeatsTable> {
  return {
    pool,
    ordinal: seat.ordinal,
    id: seat.id,
    status: seat.status,
    occupancy: seat.occupancy,
    occupancies: seat.occupancies,
    holding_id: seat.holdingId,
    person_id: seat.personId,
    customer_id: seat.customerId,
    member_id: seat.memberId,
    email: seat.email,
    metadata: JSON.stringify(seat.metadata),
    created_at: seat.createdAt.getTime(),
    modified_at: seat.modifiedAt.getTime(),
    claimed_at: seat.claimedAt?.getTime() ?? null,
    revoked_at: seat.revokedAt?.getTime() ?? null,
    expires_at: seat.expiresAt?.getTime() ?? null,
    invitation_id: seat.invitation?.id ?? null,
    invitation_key_id: seat.invitation?.keyId ?? null,
    invitation_hash: seat.invitation?.hash ?? null,
    version: seat.version,
  };
}

function seatOf(row: SeatsTable): SeatState {
  const { ordinal, occupancies } = row;
  return { ...shownSeatOf(row), ordinal, occupancies, invitation: invitationOf(row) };
}

function shownSeatOf(row: Pick<SeatsTable, (typeof shownColumns)[number]>): ShownSeat {
  return {
    id: row.id as SeatId,
    status: row.status as SeatStatus,
    occupancy: row.occupancy,
    holdingId: row.holding_id as HoldingId,
    personId: row.person_id as PersonId | null,
    customerId: row.customer_id as CustomerId | null,
    memberId: row.member_id as MemberId | null,
    email: row.email,
    metadata: row.metadata === "{}" ? {} : (JSON.parse(row.metadata) as SeatMetadata),
    createdAt: new Date(row.created_at),
    modifiedAt: new Date(row.modified_at),
    claimedAt: dateOrNull(row.claimed_at),
    revokedAt: dateOrNull(row.revoked_at),
    expiresAt: dateOrNull(row.expires_at),
    version: row.version,
  };
}

function invitationOf(row: SeatsTable): TokenRecord | null {
  const { invitation_id: id, invitation_key_id: keyId, invitation_hash: hash } = row;
  return id === null || keyId === null || hash === null ? null : { id, keyId, hash };
}
