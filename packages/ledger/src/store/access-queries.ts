// What opens a door: sessions of those who claimed a seat, and the idempotency keys of commands.

import { askOne, type Reads } from "./port.ts";
import { type Bound, insert, query, type Row, upsert } from "./query.ts";
import type { IdempotencyTable, InvitationsTable, SessionsTable } from "./tables.ts";

/** A session of a holding that has not ended, and its holder. */
export interface FoundSession {
  readonly expires_at: number;
  readonly organization_id: string;
  readonly person_id: string | null;
  readonly customer_id: string | null;
  readonly member_id: string | null;
}

const sessionByHash = query((db, args: { hash: string }) =>
  db
    .selectFrom("sessions")
    .innerJoin("seats", (join) =>
      join
        .onRef("seats.pool", "=", "sessions.pool")
        .onRef("seats.ordinal", "=", "sessions.ordinal")
        .onRef("seats.occupancy", "=", "sessions.occupancy"),
    )
    .innerJoin("pools", "pools.stream", "seats.pool")
    .innerJoin("streams as organizations", "organizations.stream", "pools.organization")
    .select(["sessions.expires_at", "organizations.id as organization_id"])
    .select(["seats.person_id", "seats.customer_id", "seats.member_id"])
    .where("sessions.hash", "=", args.hash)
    .where("seats.status", "=", "claimed"),
);

export function* findSession(hash: string): Reads<FoundSession | null> {
  return yield* askOne(sessionByHash({ hash }));
}

const insertSession = insert("sessions", {
  hash: true,
  pool: true,
  ordinal: true,
  occupancy: true,
  expires_at: true,
});

const insertInvitation = insert("invitations", { hash: true, pool: true, ordinal: true });

export function writeInvitation(invitation: Row<InvitationsTable>): Bound {
  return insertInvitation({ ...invitation, hash: keyOfHash(invitation.hash) });
}

/** As much of an invitation's hash as it is looked up by; whether it opens the seat is told by the whole of it. */
export function keyOfHash(hash: string): string {
  return hash.slice(0, 16);
}

export function writeSession(session: Row<SessionsTable>): Bound {
  return insertSession(session);
}

const idempotencyByKey = query((db, args: { organization: number; key: string; after: number }) =>
  db
    .selectFrom("idempotency")
    .selectAll()
    .where("organization", "=", args.organization)
    .where("key", "=", args.key)
    .where("recorded_at", ">", args.after),
);

/** What was done under a key, if that is not longer ago than keys are kept. */
export function* findIdempotent(organization: number, key: string, after: Date): Reads<IdempotencyTable | null> {
  return yield* askOne(idempotencyByKey({ organization, key, after: after.getTime() }));
}

const upsertIdempotent = upsert("idempotency", ["organization", "key"], {
  organization: true,
  key: true,
  hash: true,
  stream: true,
  version: true,
  recorded_at: true,
});

export function writeIdempotent(row: Row<IdempotencyTable>): Bound {
  return upsertIdempotent(row);
}
