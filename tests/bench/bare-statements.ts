// What the ledger's commands ask of SQLite, noted while they are done, and asked once more with nothing around it: no rules,
// no tokens, no promises. So it tells what the rows and the disk alone take, which no code around them could undercut; and
// what these take with a little of the work around them that such commands need.

import { copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { LedgerScene } from "./ledger-scene.ts";
import { neededWork } from "./needed-work.ts";
import { ask, noting, type Ready, readied } from "./noted-statements.ts";
import { seeded } from "./random.ts";

export interface BareOptions {
  /** Is made, and its copy beside it. */
  readonly file: string;
  readonly durability: "full" | "normal";
  readonly pools: number;
  /** As many commands as are going to be asked for. */
  readonly commands: number;
}

export class BareStatements {
  readonly #database: Database.Database;
  /** What each command asks, in its order: from its beginning to its commit. */
  readonly #commands: readonly (readonly Ready[])[];
  #done = 0;

  private constructor(database: Database.Database, commands: readonly (readonly Ready[])[]) {
    this.#database = database;
    this.#commands = commands;
  }

  static async noted({ file, durability, pools, commands }: BareOptions): Promise<BareStatements> {
    const scene = await LedgerScene.open({ file, durability: "normal", pools });
    const copy = join(dirname(file), "bare.db");
    copyWhole(file, copy);
    const asked = await noting(() => scene.oneAtATime(commands, seeded(2)));
    await scene.ledger.close();
    const database = openLikeTheLedger(copy, durability);
    return new BareStatements(database, byCommand(readied(database, asked)));
  }

  /** Each command in the transaction that it had. */
  oneAtATime(commands: number): void {
    for (const command of this.#next(commands)) for (const ready of command) ask(ready);
  }

  /** The same with the work that no ledger can leave out, as somebody's who waits for each command. */
  async worked(commands: number): Promise<void> {
    for (const command of this.#next(commands)) {
      await neededWork(command.some(({ statement }) => makesToken(statement.source)));
      for (const ready of command) ask(ready);
    }
  }

  /** So many in one transaction, as if they shared a flush. */
  together(commands: number, inOne: number): void {
    const next = this.#next(commands);
    for (let first = 0; first < next.length; first += inOne) {
      this.#database.exec("begin immediate");
      for (const command of next.slice(first, first + inOne)) for (const ready of command.slice(1, -1)) ask(ready);
      this.#database.exec("commit");
    }
  }

  #next(commands: number): readonly (readonly Ready[])[] {
    const next = this.#commands.slice(this.#done, this.#done + commands);
    if (next.length < commands) throw new RangeError("fewer commands were noted than are asked for");
    this.#done += commands;
    return next;
  }
}

/** The file with what still stands in its write-ahead log. */
function copyWhole(file: string, copy: string): void {
  const database = new Database(file);
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
  copyFileSync(file, copy);
}

function openLikeTheLedger(file: string, durability: "full" | "normal"): Database.Database {
  const database = new Database(file);
  for (const pragma of ["foreign_keys = ON", "trusted_schema = OFF", "cell_size_check = ON", "secure_delete = ON"]) {
    database.pragma(pragma);
  }
  database.pragma("journal_mode = WAL");
  database.pragma("wal_autocheckpoint = 10000");
  database.pragma(`synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
  return database;
}

function byCommand(all: readonly Ready[]): readonly (readonly Ready[])[] {
  const commands: Ready[][] = [];
  for (const ready of all) {
    if (ready.statement.source.startsWith("begin")) commands.push([]);
    commands.at(-1)?.push(ready);
  }
  return commands;
}

/** An assignment and a resend write an invitation, a claim a session. */
function makesToken(sql: string): boolean {
  return /^insert into "(invitations|sessions)"/.test(sql);
}
