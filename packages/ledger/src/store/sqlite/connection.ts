// One open handle with its prepared statements: reads, writes, and the brackets around them. It knows no queue, no
// retries and no rules.

import type Database from "better-sqlite3";
import type { Reads, Transaction } from "../port.ts";
import type { Bound, Compiled, Query } from "../query.ts";
import { drive } from "../run-reads.ts";
import { compileForSqlite } from "./compile.ts";

interface Prepared {
  readonly statement: Database.Statement<unknown[], unknown>;
  readonly compiled: Compiled;
}

export class Connection {
  readonly #database: Database.Database;
  readonly #prepared = new Map<Query, Prepared>();
  readonly #brackets = new Map<string, Database.Statement>();
  #writes = 0;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Whether a transaction is still open: SQLite ends it by itself when the disk fails or is full. */
  get isInTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** How many writes were ever tried: who made it no greater has left nothing behind. */
  get writes(): number {
    return this.#writes;
  }

  /** Changes when another connection has committed. */
  get dataVersion(): number {
    return Number(this.#database.pragma("data_version", { simple: true }));
  }

  /** Runs the work as one transaction; where it throws, nothing is left of it. */
  within<Result>(begin: "begin deferred" | "begin immediate", work: () => Result): Result {
    this.#bracket(begin);
    try {
      const result = work();
      this.#bracket("commit");
      return result;
    } catch (error) {
      if (this.isInTransaction) this.#bracket("rollback");
      throw error;
    }
  }

  /** Runs the work inside the open transaction; where it throws, nothing is left of it alone. */
  withinSavepoint<Result>(work: () => Result): Result {
    this.#bracket("savepoint job");
    try {
      const result = work();
      this.#bracket("release job");
      return result;
    } catch (error) {
      if (this.isInTransaction) {
        this.#bracket("rollback to job");
        this.#bracket("release job");
      }
      throw error;
    }
  }

  read<Answer>(reads: () => Reads<Answer>): Answer {
    return drive(reads(), (bound) => this.#rowsOf(bound));
  }

  write<Answer>(plan: Transaction<Answer>): Answer {
    const { writes, answer } = this.read(plan);
    for (const { query, values } of writes) {
      const { statement, compiled } = this.#prepare(query);
      this.#writes += 1;
      statement.run(...compiled.values(values));
    }
    return answer;
  }

  /** Every page, as the bytes of a file. */
  serialize(): Uint8Array {
    return this.#database.serialize();
  }

  /** Writes the whole file anew: it holds what the tables hold, and nothing else. */
  rewrite(): void {
    this.#database.exec("vacuum");
  }

  /** Moves the write-ahead log into the file and cuts it; false where somebody still reads from it. */
  emptyLog(): boolean {
    const [result] = this.#database.pragma("wal_checkpoint(TRUNCATE)") as readonly { readonly busy: number }[];
    return result?.busy === 0;
  }

  close(): void {
    this.#database.close();
  }

  #rowsOf({ query, values }: Bound): readonly unknown[] {
    const { statement, compiled } = this.#prepare(query);
    return statement.all(...compiled.values(values));
  }

  #prepare(query: Query): Prepared {
    const known = this.#prepared.get(query);
    if (known) return known;
    const compiled = compileForSqlite(query);
    const statement = this.#database.prepare<unknown[], unknown>(compiled.sql);
    const made = { statement: query.asArrays ? statement.raw() : statement, compiled };
    this.#prepared.set(query, made);
    return made;
  }

  #bracket(sql: string): void {
    let statement = this.#brackets.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#brackets.set(sql, statement);
    }
    statement.run();
  }
}
