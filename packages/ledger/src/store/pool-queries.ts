// Finding pools and seats in the current views, and writing them there.

import { sql } from "kysely";
import type { Authority, PoolKind, PoolStatus } from "../domain/events.ts";
import type { CustomerId, OrganizationId, PersonId, PoolId } from "../domain/ids.ts";
import type { PoolState } from "../domain/pool.ts";
import type { PoolRef } from "../domain/pool-ref.ts";
import { Seats } from "../domain/seats.ts";
import { keyOfHash } from "./access-queries.ts";
import { ask, askOne, type Reads } from "./port.ts";
import { type Bound, idOfStream, query, upsert } from "./query.ts";
import { readSeats } from "./seat-queries.ts";
import type { PoolsTable } from "./tables.ts";
import { isNaming } from "./term-queries.ts";

/** A pool without its seats, and the numbers of the streams that it belongs to. */
export interface FoundPool {
  readonly pool: PoolState;
  readonly refs: PoolRefs;
}

export interface PoolRefs {
  readonly stream: number;
  readonly organization: number;
  readonly customer: number;
}

interface PoolRow extends PoolsTable {
  organization_id: string;
  customer_id: string;
}

const poolById = query((db, args: { id: string }) => poolRows(db).where("pools.id", "=", args.id));
const poolByStream = query((db, args: { stream: number }) => poolRows(db).where("pools.stream", "=", args.stream));
const poolsByCheckout = query((db, args: { checkoutId: string }) =>
  poolRows(db).where("pools.checkout_id", "=", args.checkoutId).orderBy("pools.stream"),
);
const poolOfSeat = query((db, args: { seatId: string }) =>
  db.selectFrom("seats").where("seats.id", "=", args.seatId).select("pool"),
);
const seatOfInvitation = query((db, args: { hash: string }) =>
  db
    .selectFrom("invitations")
    .where("invitations.hash", "=", args.hash)
    .select(({ selectFrom }) => [
      "invitations.pool",
      selectFrom("seats")
        .whereRef("seats.pool", "=", "invitations.pool")
        .whereRef("seats.ordinal", "=", "invitations.ordinal")
        .select("seats.id")
        .$asScalar()
        .$notNull()
        .as("seat_id"),
    ]),
);
const poolsOf = query(
  (db, args: { organization: number | null; customer: number | null; after: number; limit: number }) =>
    poolRows(db)
      .where("pools.stream", ">", args.after)
      .where((where) =>
        where.or([
          where(where.val(args.organization), "is", null),
          where("pools.organization", "=", args.organization),
        ]),
      )
      .where((where) =>
        where.or([where(where.val(args.customer), "is", null), where("pools.customer", "=", args.customer)]),
      )
      .orderBy("pools.stream")
      .limit(args.limit),
);
const poolsOfHolder = query((db, args: { personId: string }) =>
  poolRows(db)
    .where("pools.stream", "in", (held) =>
      held
        .selectFrom("events")
        .innerJoin("seats", (join) =>
          join.onRef("seats.pool", "=", "events.stream").onRef("seats.ordinal", "=", "events.ordinal"),
        )
        .where(isNaming(sql`${args.personId}`))
        .where("seats.person_id", "=", args.personId)
        .select("seats.pool"),
    )
    .orderBy("pools.stream"),
);
const poolsOfHoldingCustomer = query((db, args: { organization: number; customerId: string }) =>
  poolRows(db)
    .where("pools.organization", "=", args.organization)
    .where((where) =>
      where.exists(
        where
          .selectFrom("seats")
          .whereRef("seats.pool", "=", "pools.stream")
          .where("seats.customer_id", "=", args.customerId)
          .select("seats.id"),
      ),
    )
    .orderBy("pools.stream"),
);
/** The stream of the pool that a seat belongs to. */
export function* findStreamOfSeat(seatId: string): Reads<number | null> {
  return (yield* askOne(poolOfSeat({ seatId })))?.pool ?? null;
}

/** The seat for which a token with this hash was made once, and its pool's stream. */
export function* findSeatOfInvitation(
  hash: string,
): Reads<{ readonly stream: number; readonly seatId: string } | null> {
  const row = yield* askOne(seatOfInvitation({ hash: keyOfHash(hash) }));
  return row && { stream: row.pool, seatId: row.seat_id };
}

/** Who asks: everything of organizations other than this one is not found. Null sees all. */
export type Fence = OrganizationId | null;

export function* findPool(id: PoolId, fence: Fence): Reads<FoundPool | null> {
  return inside(yield* askOne(poolById({ id })), fence);
}

/** By whichever of its ids a request names. */
export function* findPoolBy(ref: PoolRef, fence: Fence): Reads<FoundPool | null> {
  if (ref.checkoutId) {
    const rows = yield* ask(poolsByCheckout({ checkoutId: ref.checkoutId }));
    return rows.map((row) => inside(row, fence)).find((found) => found !== null) ?? null;
  }
  const kind = ref.subscriptionId ? "subscription" : "order";
  const found = yield* findPool((ref.subscriptionId ?? ref.orderId) as PoolId, fence);
  return found?.pool.kind === kind ? found : null;
}

export function* findPoolOfSeat(seatId: string, fence: Fence): Reads<FoundPool | null> {
  const stream = yield* findStreamOfSeat(seatId);
  return stream === null ? null : yield* findPoolAt(stream, fence);
}

export function* findPoolAt(stream: number, fence: Fence): Reads<FoundPool | null> {
  return inside(yield* askOne(poolByStream({ stream })), fence);
}

/** The pool and the seat for which a token with this hash was made once; whether it still opens it is for the rules. */
export function* findPoolOfInvitation(
  hash: string,
  fence: Fence,
): Reads<(FoundPool & { readonly seatId: string }) | null> {
  const invitation = yield* findSeatOfInvitation(hash);
  const found = invitation && (yield* findPoolAt(invitation.stream, fence));
  return found && { ...found, seatId: invitation.seatId };
}

function inside(row: PoolRow | null, fence: Fence): FoundPool | null {
  return row === null || (fence !== null && row.organization_id !== fence) ? null : foundPool(row);
}

/** Pools in the order in which they were opened, after a stream number. */
export function* readPools(filter: {
  readonly organization: number | null;
  readonly customer: number | null;
  readonly after: number;
  readonly limit: number;
}): Reads<readonly FoundPool[]> {
  return (yield* ask(poolsOf(filter))).map(foundPool);
}

export function* readPoolByStream(stream: number): Reads<FoundPool | null> {
  const row = yield* askOne(poolByStream({ stream }));
  return row && foundPool(row);
}

/** The pools in which this person holds a seat now. */
export function* readPoolsOfHolder(personId: PersonId): Reads<readonly FoundPool[]> {
  return (yield* ask(poolsOfHolder({ personId }))).map(foundPool);
}

/** The pools of an organization of which a seat names this customer now: as its holder, or as the buyer. */
export function* readPoolsOfHoldingCustomer(organization: number, customerId: CustomerId): Reads<readonly FoundPool[]> {
  return (yield* ask(poolsOfHoldingCustomer({ organization, customerId }))).map(foundPool);
}

/** The pool with its seats, in the order in which it came to know them. */
export function* withSeats({ pool, refs }: FoundPool): Reads<FoundPool> {
  return { pool: { ...pool, seats: Seats.of(yield* readSeats(refs.stream)) }, refs };
}

export function poolRows(db: Parameters<Parameters<typeof query>[0]>[0]) {
  return db
    .selectFrom("pools")
    .selectAll("pools")
    .select([
      idOfStream(db, "pools.organization").as("organization_id"),
      idOfStream(db, "pools.customer").as("customer_id"),
    ])
    .$castTo<PoolRow>();
}

export function foundPool(row: PoolRow): FoundPool {
  return {
    refs: { stream: row.stream, organization: row.organization, customer: row.customer },
    pool: {
      id: row.id as PoolId,
      kind: row.kind as PoolKind,
      organizationId: row.organization_id as OrganizationId,
      customerId: row.customer_id as CustomerId,
      checkoutId: row.checkout_id,
      product: { id: row.product_id, name: row.product_name },
      bought: row.bought,
      status: row.status as PoolStatus,
      authority: row.authority as Authority,
      pending: row.pending,
      claimed: row.claimed,
      openedAt: new Date(row.opened_at),
      lastOccurredAt: new Date(row.last_occurred_at),
      version: row.version,
      seats: Seats.of([]),
    },
  };
}

const upsertPool = upsert("pools", ["stream"], {
  stream: true,
  id: true,
  kind: true,
  organization: true,
  customer: true,
  checkout_id: true,
  product_id: true,
  product_name: true,
  bought: true,
  status: true,
  authority: true,
  pending: true,
  claimed: true,
  opened_at: true,
  last_occurred_at: true,
  version: true,
});

type ChangedColumns = Pick<
  PoolsTable,
  "product_id" | "product_name" | "bought" | "status" | "pending" | "claimed" | "last_occurred_at" | "version"
>;

// What an event can change of a pool: nothing of it stands in an index.
const updatePool = query((db, args: ChangedColumns & { readonly stream: number }) =>
  db
    .updateTable("pools")
    .set({
      product_id: args.product_id,
      product_name: args.product_name,
      bought: args.bought,
      status: args.status,
      pending: args.pending,
      claimed: args.claimed,
      last_occurred_at: args.last_occurred_at,
      version: args.version,
    })
    .where("stream", "=", args.stream),
);

/** A pool that is in its view already. */
export function changePool(pool: PoolState, { stream }: PoolRefs): Bound {
  return updatePool({ stream, ...changedColumns(pool) });
}

function changedColumns(pool: PoolState): ChangedColumns {
  return {
    product_id: pool.product.id,
    product_name: pool.product.name,
    bought: pool.bought,
    status: pool.status,
    pending: pool.pending,
    claimed: pool.claimed,
    last_occurred_at: pool.lastOccurredAt.getTime(),
    version: pool.version,
  };
}

export function writePool(pool: PoolState, refs: PoolRefs): Bound {
  return upsertPool({
    ...refs,
    id: pool.id,
    kind: pool.kind,
    checkout_id: pool.checkoutId,
    authority: pool.authority,
    opened_at: pool.openedAt.getTime(),
    ...changedColumns(pool),
  });
}
