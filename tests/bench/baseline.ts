// FROZEN: what the ledger is measured against. Changing anything here makes every figure incomparable with the earlier
// ones. Plain better-sqlite3, written as somebody would who wants an event log, a view of the seats and a counter for each
// pool, and nothing else: no rules, no checks of arguments, no idempotency, no personal rows.

import { randomUUID } from "node:crypto";
import Database from "better-sqlite3";

export interface BaselineOptions {
  readonly file: string;
  readonly durability: "full" | "normal";
  /** Keeps the columns and indexes by which the ledger finds history: by seat, person, actor, type, organization. */
  readonly historyIndexes: boolean;
}

export interface BaselineStep {
  readonly operation: "assign" | "claim" | "resend" | "revoke";
  readonly pool: number;
  readonly place: number;
}

const tables = `
create table if not exists events (
  position integer primary key,
  stream text not null,
  version integer not null,
  type text not null,
  recorded_at integer not null,
  data text not null,
  unique (stream, version)
) strict;
create table if not exists pools (
  id text primary key,
  bought integer not null,
  pending integer not null,
  claimed integer not null,
  version integer not null
) strict, without rowid;
create table if not exists seats (
  pool text not null,
  ordinal integer not null,
  id text not null unique,
  status text not null,
  occupancy integer not null,
  occupancies integer not null,
  holding_id text not null,
  person_id text,
  customer_id text,
  member_id text,
  email text,
  metadata text not null,
  created_at integer not null,
  modified_at integer not null,
  claimed_at integer,
  revoked_at integer,
  expires_at integer,
  invitation_id text,
  invitation_key_id text,
  invitation_hash text,
  version integer not null,
  primary key (pool, ordinal)
) strict, without rowid;
`;

const history = `
alter table events add column seat_id text;
alter table events add column person_id text;
alter table events add column organization_id text;
alter table events add column actor_type text;
alter table events add column actor_id text;
create index events_of_seat on events (seat_id, version);
create index events_of_type on events (organization_id, type);
create index events_of_actor_type on events (organization_id, actor_type);
create index events_of_actor on events (actor_id);
create index events_of_person on events (person_id);
create index events_of_organization on events (organization_id);
`;

const typeOf = {
  assign: "SeatAssigned",
  claim: "SeatClaimed",
  resend: "InvitationResent",
  revoke: "SeatRevoked",
} as const;

const statusAfter = { assign: "pending", claim: "claimed", resend: "pending", revoke: "revoked" } as const;

interface Seat {
  readonly id: string;
  readonly personId: string;
  readonly email: string;
  readonly createdAt: number;
  status: string;
  holdingId: string;
  occupancy: number;
}

interface Pool {
  readonly id: string;
  readonly customerId: string;
  readonly seats: Seat[];
  pending: number;
  claimed: number;
  version: number;
}

const organizationId = randomUUID();
const actorId = randomUUID();
const dayMs = 86_400_000;

export class Baseline {
  readonly database: Database.Database;
  readonly #pools: readonly Pool[];
  readonly #historyIndexes: boolean;
  readonly #insertEvent: Database.Statement;
  readonly #upsertSeat: Database.Statement;
  readonly #updatePool: Database.Statement;
  readonly #write: Database.Transaction<(step: BaselineStep) => void>;
  readonly #writeMany: Database.Transaction<(steps: readonly BaselineStep[]) => void>;

  constructor(options: BaselineOptions, pools: number) {
    this.database = openFile(options);
    const database = this.database;
    this.#historyIndexes = options.historyIndexes;
    database.exec(tables);
    if (options.historyIndexes) database.exec(history);
    this.#insertEvent = database.prepare(
      options.historyIndexes
        ? "insert into events (stream, version, type, recorded_at, data, seat_id, person_id, organization_id, actor_type, actor_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        : "insert into events (stream, version, type, recorded_at, data) values (?, ?, ?, ?, ?)",
    );
    this.#upsertSeat = database.prepare(upsertSeat);
    this.#updatePool = database.prepare("update pools set pending = ?, claimed = ?, version = ? where id = ?");
    this.#write = database.transaction((step) => this.#rows(step));
    this.#writeMany = database.transaction((steps) => {
      for (const step of steps) this.#rows(step);
    });
    this.#pools = Array.from({ length: pools }, () => openPool(database));
  }

  /** One command: three rows in an immediate transaction of its own. */
  command(step: BaselineStep): void {
    this.#write.immediate(step);
  }

  /** Many commands in one transaction, to fill a file quickly. */
  fill(steps: readonly BaselineStep[]): void {
    this.#writeMany.immediate(steps);
  }

  close(): void {
    this.database.close();
  }

  #rows({ operation, pool: number, place }: BaselineStep): void {
    const pool = this.#pools[number];
    if (!pool) throw new RangeError("no such pool");
    const now = Date.now();
    const seat = seatAt(pool, place, now);
    count(pool, seat.status, -1);
    if (operation === "assign") {
      seat.holdingId = randomUUID();
      seat.occupancy += 1;
    }
    seat.status = statusAfter[operation];
    count(pool, seat.status, 1);
    pool.version += 1;
    const type = typeOf[operation];
    const data = payload(seat, now);
    if (this.#historyIndexes) {
      const found = [seat.id, seat.personId, organizationId, "user", actorId];
      this.#insertEvent.run(pool.id, pool.version, type, now, data, ...found);
    } else {
      this.#insertEvent.run(pool.id, pool.version, type, now, data);
    }
    this.#upsertSeat.run(...seatRow(pool, seat, place, now));
    this.#updatePool.run(pool.pending, pool.claimed, pool.version, pool.id);
  }
}

/** The same durability and the same pragmas that decide about speed as the ledger's. */
function openFile({ file, durability }: BaselineOptions): Database.Database {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("wal_autocheckpoint = 10000");
  database.pragma(`synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
  return database;
}

function openPool(database: Database.Database): Pool {
  const pool = { id: randomUUID(), customerId: randomUUID(), seats: [], pending: 0, claimed: 0, version: 0 };
  database.prepare("insert into pools (id, bought, pending, claimed, version) values (?, 25, 0, 0, 0)").run(pool.id);
  return pool;
}

function seatAt(pool: Pool, place: number, now: number): Seat {
  const known = pool.seats[place];
  if (known) return known;
  const made: Seat = {
    id: randomUUID(),
    personId: randomUUID(),
    email: `person-${pool.seats.length}-${place}@example.com`,
    createdAt: now,
    status: "vacant",
    holdingId: "",
    occupancy: 0,
  };
  pool.seats[place] = made;
  return made;
}

function count(pool: Pool, status: string, by: number): void {
  if (status === "pending") pool.pending += by;
  if (status === "claimed") pool.claimed += by;
}

/** About 250 bytes. */
function payload(seat: Seat, now: number): string {
  return JSON.stringify({
    seatId: seat.id,
    holdingId: seat.holdingId,
    personId: seat.personId,
    organizationId,
    occupancy: seat.occupancy,
    occurredAt: now,
    origin: "command",
  });
}

const seatColumns = [
  ...["pool", "ordinal", "id", "status", "occupancy", "occupancies", "holding_id", "person_id", "customer_id"],
  ...["member_id", "email", "metadata", "created_at", "modified_at", "claimed_at", "revoked_at", "expires_at"],
  ...["invitation_id", "invitation_key_id", "invitation_hash", "version"],
];

const upsertSeat = `insert into seats (${seatColumns.join(", ")}) values (${seatColumns.map(() => "?").join(", ")})
on conflict (pool, ordinal) do update set ${seatColumns
  .slice(2)
  .map((column) => `${column} = excluded.${column}`)
  .join(", ")}`;

function seatRow(pool: Pool, seat: Seat, place: number, now: number): unknown[] {
  const { id, status, occupancy, holdingId, personId, email, createdAt } = seat;
  const isLive = status !== "revoked";
  const isPending = status === "pending";
  return [
    ...[pool.id, place, id, status, occupancy, occupancy, holdingId],
    ...(isLive ? [personId, pool.customerId, personId, email] : [null, null, null, null]),
    ...["{}", createdAt, now],
    ...[status === "claimed" ? now : null, status === "revoked" ? now : null, isPending ? now + dayMs : null],
    ...(isPending ? [holdingId, "key-1", `${holdingId}${id}`.slice(0, 64)] : [null, null, null]),
    pool.version,
  ];
}

/** One seat by its id, every column. */
export function pointRead(database: Database.Database): (id: string) => unknown {
  const statement = database.prepare("select * from seats where id = ?");
  return (id) => statement.get(id);
}

/** The seats of one pool, every column, in their order. */
export function listRead(database: Database.Database): (pool: string) => readonly unknown[] {
  const statement = database.prepare("select * from seats where pool = ? order by ordinal");
  return (pool) => statement.all(pool);
}

interface EventRow {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly recorded_at: number;
  readonly data: string;
}

interface Payload {
  readonly seatId: string;
  readonly holdingId: string;
  readonly personId: string;
  readonly occupancy: number;
}

/** Every event, in pages of 1,000 by `.all()`, with JSON.parse. Answers how many there were. */
export function scan(database: Database.Database, each: (row: EventRow, data: Payload) => void = () => {}): number {
  const page = database.prepare<[number], EventRow>(
    "select position, stream, version, type, recorded_at, data from events where position > ? order by position limit 1000",
  );
  let events = 0;
  for (let after = 0; ; ) {
    const rows = page.all(after);
    for (const row of rows) each(row, JSON.parse(row.data) as Payload);
    events += rows.length;
    const last = rows.at(-1);
    if (!last) return events;
    after = last.position;
  }
}

/** The seats made again from the events: a fold into a Map, then one bulk insert in place of the old rows. */
export function rebuild(database: Database.Database): number {
  const seats = new Map<string, unknown[]>();
  const places = new Map<string, number>();
  const events = scan(database, (row, data) => {
    const before = seats.get(data.seatId);
    const ordinal = before ? before[1] : (places.get(row.stream) ?? 0);
    if (!before) places.set(row.stream, Number(ordinal) + 1);
    seats.set(data.seatId, foldedRow(row, data, ordinal, before));
  });
  const insert = database.prepare(upsertSeat);
  database
    .transaction(() => {
      database.exec("delete from seats");
      for (const seat of seats.values()) insert.run(...seat);
    })
    .immediate();
  return events;
}

const statusOf: { readonly [type: string]: string } = {
  SeatAssigned: "pending",
  SeatClaimed: "claimed",
  InvitationResent: "pending",
  SeatRevoked: "revoked",
};

function foldedRow(row: EventRow, data: Payload, ordinal: unknown, before: unknown[] | undefined): unknown[] {
  const status = statusOf[row.type] ?? "revoked";
  const at = row.recorded_at;
  const isPending = status === "pending";
  const person = status === "revoked" ? null : data.personId;
  return [
    ...[row.stream, ordinal, data.seatId, status, data.occupancy, data.occupancy, data.holdingId],
    ...[person, null, person, null, "{}", before ? before[12] : at, at],
    ...[status === "claimed" ? at : null, status === "revoked" ? at : null, isPending ? at + dayMs : null],
    ...(isPending ? [data.holdingId, "key-1", data.seatId] : [null, null, null]),
    row.version,
  ];
}
