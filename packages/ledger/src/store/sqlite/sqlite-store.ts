// The store on SQLite: drives transactions synchronously inside BEGIN IMMEDIATE. It knows queries and commits, no rules.

import type Database from "better-sqlite3";
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import { errors } from "../../errors.ts";
import type { Reads, Store } from "../port.ts";
import type { Bound, Compiled, Query } from "../query.ts";
import type { Tables } from "../tables.ts";
import { openDatabase, type SqliteOptions, translated } from "./open-database.ts";
import { secretOf } from "./secret-file.ts";

/** Compiles queries to SQLite's dialect and runs none: the statements run synchronously on better-sqlite3. */
const compiler = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

const watchIntervalMs = 50;

interface Prepared {
  readonly statement: Database.Statement<unknown[], unknown>;
  readonly compiled: Compiled;
}

export async function openSqliteStore(options: SqliteOptions, secret: Uint8Array | null): Promise<Store> {
  const database = await openDatabase(options);
  try {
    return sqliteStore(database, options.file, secret ?? secretOf(options.file));
  } catch (error) {
    database.close();
    throw error;
  }
}

function sqliteStore(database: Database.Database, file: string, secret: Uint8Array): Store {
  const prepared = new Map<Query, Prepared>();
  const watchers = new Set<NodeJS.Timeout>();

  function prepare(query: Query): Prepared {
    const known = prepared.get(query);
    if (known) return known;
    const compiled = query.compile(compiler);
    const made = { statement: database.prepare(compiled.sql), compiled };
    prepared.set(query, made);
    return made;
  }

  function rowsOf({ query, values }: Bound): readonly unknown[] {
    const { statement, compiled } = prepare(query);
    return statement.all(...compiled.values(values));
  }

  function run({ query, values }: Bound): void {
    const { statement, compiled } = prepare(query);
    statement.run(...compiled.values(values));
  }

  function inTransaction<Answer>(kind: "deferred" | "immediate", work: () => Answer): Answer {
    if (!database.open) throw new errors.LedgerClosed({});
    return translated(file, () => database.transaction(work)[kind]());
  }

  return {
    secret,
    async read(reads) {
      return inTransaction("deferred", () => drive(reads(), rowsOf));
    },
    async transact(plan) {
      return inTransaction("immediate", () => {
        const { writes, answer } = drive(plan(), rowsOf);
        for (const write of writes) run(write);
        return answer;
      });
    },
    watch(onChange) {
      const dataVersion = () => database.pragma("data_version", { simple: true });
      let seen = dataVersion();
      const timer = setInterval(() => {
        const now = dataVersion();
        if (now === seen) return;
        seen = now;
        onChange();
      }, watchIntervalMs);
      watchers.add(timer);
      return () => {
        clearInterval(timer);
        watchers.delete(timer);
      };
    },
    async close() {
      for (const timer of watchers) clearInterval(timer);
      database.close();
    },
  };
}

/** Runs a generator to its end, answering each read as it is asked for. */
function drive<Answer>(reads: Reads<Answer>, rowsOf: (bound: Bound) => readonly unknown[]): Answer {
  let step = reads.next();
  while (!step.done) step = reads.next(rowsOf(step.value));
  return step.value;
}
