// What a service has that keeps no history: one table of seats, and one UPDATE for each command. It can't say who held a
// seat yesterday; beside the ledger it shows what being able to costs.

import { randomUUID } from "node:crypto";
import Database from "better-sqlite3";
import type { Random } from "./random.ts";
import { Script, seatsInPool } from "./script.ts";

const table = `
create table seats (
  id text primary key,
  subscription_id text not null,
  email text,
  status text not null,
  invitation_token text,
  claimed_at integer,
  revoked_at integer,
  modified_at integer not null
) strict;
create index seats_of_subscription on seats (subscription_id);
create index seats_by_token on seats (invitation_token);
`;

const statements = {
  assign:
    "update seats set status = 'pending', email = @email, invitation_token = @token, revoked_at = null, modified_at = @now where id = @id",
  claim:
    "update seats set status = 'claimed', claimed_at = @now, invitation_token = null, modified_at = @now where id = @id",
  resend: "update seats set invitation_token = @token, modified_at = @now where id = @id",
  revoke:
    "update seats set status = 'revoked', email = null, invitation_token = null, claimed_at = null, revoked_at = @now, modified_at = @now where id = @id",
} as const;

export class PlainTable {
  readonly #database: Database.Database;
  readonly #script: Script;
  readonly #pools: readonly number[];
  readonly #seats: readonly string[];
  readonly #updates: { readonly [Operation in keyof typeof statements]: Database.Statement };

  constructor(file: string, durability: "full" | "normal", pools: number) {
    this.#database = new Database(file);
    this.#database.pragma("journal_mode = WAL");
    this.#database.pragma("wal_autocheckpoint = 10000");
    this.#database.pragma(`synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
    this.#database.exec(table);
    this.#script = new Script(pools);
    this.#pools = Array.from({ length: pools }, (_, number) => number);
    this.#seats = this.#insertSeats();
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#updates = {
      assign: prepare(statements.assign),
      claim: prepare(statements.claim),
      resend: prepare(statements.resend),
      revoke: prepare(statements.revoke),
    };
  }

  oneAtATime(commands: number, random: Random): void {
    for (let done = 0; done < commands; done += 1) {
      const { operation, pool, place } = this.#script.next(this.#pools, random);
      const id = this.#seats[pool * seatsInPool + place];
      const given = { id, now: Date.now(), token: randomUUID(), email: `person-${pool}-${place}@example.com` };
      this.#updates[operation].run(given);
    }
  }

  close(): void {
    this.#database.close();
  }

  #insertSeats(): readonly string[] {
    const insert = this.#database.prepare(
      "insert into seats (id, subscription_id, status, modified_at) values (?, ?, 'vacant', 0)",
    );
    return this.#database.transaction(() =>
      this.#pools.flatMap(() => {
        const subscription = randomUUID();
        return Array.from({ length: seatsInPool }, () => {
          const id = randomUUID();
          insert.run(id, subscription);
          return id;
        });
      }),
    )();
  }
}
