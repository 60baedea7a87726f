// What the ledger's commands ask of SQLite, noted while they are done, and asked once more with nothing around it: no rules,
// no tokens, no promises. So it tells what the rows and the disk alone take, which no code around them could undercut; and
// what these take with a little of the work around them that such commands need.

import { copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { LedgerScene } from "./ledger-scene.ts";
import { neededWork } from "./needed-work.ts";
import { seeded } from "./random.ts";

type Way = "run" | "all" | "get";
type Statement = Database.Statement<unknown[], unknown>;

/** One statement with what was bound to it. */
interface Asked {
  readonly way: Way;
  readonly sql: string;
  readonly isRaw: boolean;
  readonly values: readonly unknown[];
}

interface Ready {
  readonly statement: Statement;
  readonly way: Way;
  readonly values: readonly unknown[];
}

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

/** Everything that is asked of any SQLite statement of this process meanwhile. */
async function noting(work: () => Promise<void>): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  const raw = new WeakSet<object>();
  const kind = Object.getPrototypeOf(new Database(":memory:").prepare("select 1")) as Statement;
  const { run, all, get } = kind;
  const whole = { run, all, get, raw: kind.raw };
  const noted = (way: Way) =>
    function (this: Statement, ...values: unknown[]) {
      asked.push({ way, sql: this.source, isRaw: raw.has(this), values });
      return whole[way].apply(this, values);
    };
  Object.assign(kind, {
    run: noted("run"),
    all: noted("all"),
    get: noted("get"),
    raw(this: Statement, isOn?: boolean) {
      raw.add(this);
      return whole.raw.call(this, isOn);
    },
  });
  try {
    await work();
  } finally {
    Object.assign(kind, whole);
  }
  return asked;
}

function readied(database: Database.Database, asked: readonly Asked[]): readonly Ready[] {
  const prepared = new Map<string, Statement>();
  return asked.map(({ way, sql, isRaw, values }) => {
    const key = `${isRaw} ${sql}`;
    const known = prepared.get(key);
    if (known) return { statement: known, way, values };
    const made = database.prepare<unknown[], unknown>(sql);
    const statement = isRaw ? made.raw() : made;
    prepared.set(key, statement);
    return { statement, way, values };
  });
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

function ask({ statement, way, values }: Ready): void {
  statement[way](...values);
}
