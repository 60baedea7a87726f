// @event-driven-io/emmett-sqlite as one would use it for seats: each command appends its event with the expected version,
// and an inline projection writes the seat and its pool's counter. One connection for all, its fastest way.

import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Random } from "../random.ts";
import { type Operation, Script, type Step } from "../script.ts";
import type { Connection, Emmett, EventStore, SeatChanged } from "./emmett-names.ts";

/** Said apart from where it is loaded: it is no dependency of ours. */
const name = "@event-driven-io/emmett-sqlite";

const tables = [
  "create table seats (id text primary key, pool text not null, status text not null, email text, version integer not null)",
  "create index seats_of_pool on seats (pool)",
  "create table pools (id text primary key, live integer not null)",
];

const writeSeat = `insert into seats (id, pool, status, email, version) values (?, ?, ?, ?, ?)
on conflict (id) do update set status = excluded.status, email = excluded.email, version = excluded.version`;
const countPool = `insert into pools (id, live) values (?, ?) on conflict (id) do update set live = live + excluded.live`;

const statusAfter = { assign: "pending", claim: "claimed", resend: "pending", revoke: "revoked" } as const;
const liveAfter: { readonly [O in Operation]: number } = { assign: 1, claim: 0, resend: 0, revoke: -1 };

export interface EmmettScene {
  oneAtATime(commands: number, random: Random): Promise<void>;
  close(): void;
}

/** From the folder in which emmett was installed. */
export async function openEmmettScene(
  folder: string,
  file: string,
  durability: "full" | "normal",
  pools: number,
): Promise<EmmettScene> {
  const require = createRequire(join(folder, "package.json"));
  const emmett: Emmett = require(name);
  const connection = emmett.sqliteConnection({ fileName: file });
  await connection.command("pragma journal_mode = WAL");
  await connection.command("pragma wal_autocheckpoint = 10000");
  await connection.command(`pragma synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
  for (const sql of tables) await connection.command(sql);
  const store = emmett.getSQLiteEventStore({
    fileName: file,
    connectionOptions: { singleton: true, connection },
    projections: [{ type: "inline", projection: emmett.sqliteProjection({ canHandle: ["SeatChanged"], handle }) }],
  });
  return sceneOf(store, connection, pools);
}

function sceneOf(store: EventStore, connection: Connection, count: number): EmmettScene {
  const script = new Script(count);
  const numbers = Array.from({ length: count }, (_, number) => number);
  const pools = numbers.map(() => ({ id: randomUUID(), seats: new Map<number, string>(), version: 0n }));

  async function run({ operation, pool: number, place }: Step): Promise<void> {
    const pool = pools[number];
    if (!pool) throw new RangeError("no such pool");
    const seatId = pool.seats.get(place) ?? randomUUID();
    pool.seats.set(place, seatId);
    const data = {
      ...{ operation, pool: pool.id, seatId, holdingId: randomUUID(), personId: randomUUID() },
      ...{ email: `person-${number}-${place}@example.com`, occurredAt: Date.now(), origin: "command" },
    };
    const expected = pool.version === 0n ? {} : { expectedStreamVersion: pool.version };
    const appended = await store.appendToStream(pool.id, [{ type: "SeatChanged", data }], expected);
    pool.version = appended.nextExpectedStreamVersion;
  }

  return {
    async oneAtATime(commands, random) {
      for (let done = 0; done < commands; done += 1) await run(script.next(numbers, random));
    },
    close: () => connection.close(),
  };
}

async function handle(events: readonly SeatChanged[], context: { readonly connection: Connection }): Promise<void> {
  for (const { data } of events) {
    const { operation, pool, seatId, email, occurredAt } = data;
    await context.connection.command(writeSeat, [seatId, pool, statusAfter[operation], email, occurredAt]);
    await context.connection.command(countPool, [pool, liveAfter[operation]]);
  }
}
