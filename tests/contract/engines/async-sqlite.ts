// SQLite as an engine that answers later: every statement is awaited, with a turn of the event loop before it, one writing
// transaction at a time, reads on a connection of their own. Made of the port's public names alone, so that the port can't
// become SQLite's without anybody noticing.

import { setImmediate } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { errors } from "seat-ledger";
import {
  applicationId,
  type Bound,
  compileForSqlite,
  driveAsync,
  migrations,
  type Reads,
  type Store,
  type Transaction,
} from "seat-ledger/store";
import { createLine } from "./line.ts";

const watchIntervalMs = 20;

/** Opens a ledger's file, or makes it; `turn` is awaited before each statement. */
export function openAsyncSqlite(file: string, turn: () => Promise<unknown> = () => setImmediate()): Store {
  const writer = createExecutor(file, turn);
  const reader = createExecutor(file, turn);
  const [writes, reads] = [createLine(), createLine()];
  const watchers = new Set<NodeJS.Timeout>();
  let closed = false;

  async function writeAll<Answer>(plans: readonly Transaction<Answer>[], signal: AbortSignal | null) {
    if (closed) throw new errors.LedgerClosed({});
    const work = () => writer.transaction("begin immediate", () => applyAll(plans));
    return await writes.take(work, signal);
  }

  async function applyAll<Answer>(plans: readonly Transaction<Answer>[]): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    for (const plan of plans) {
      const outcome = await driveAsync(plan(), writer.rowsOf);
      for (const write of outcome.writes) await writer.run(write);
      answers.push(outcome.answer);
    }
    return answers;
  }

  return {
    async read<Answer>(begin: () => Reads<Answer>) {
      if (closed) throw new errors.LedgerClosed({});
      return await reads.take(() => reader.transaction("begin", () => driveAsync(begin(), reader.rowsOf)));
    },
    async transact(plan, signal = null) {
      // The plan's own answer, out of an array that the compiler takes for one that may be empty.
      const answers = await writeAll([plan], signal);
      return onlyOf(answers);
    },
    transactAll: (plans, signal = null) => writeAll(plans, signal),
    watch(onChange) {
      let seen = reader.dataVersion();
      const timer = setInterval(() => {
        const now = reader.dataVersion();
        if (now !== seen) onChange();
        seen = now;
      }, watchIntervalMs);
      watchers.add(timer);
      return () => {
        clearInterval(timer);
        watchers.delete(timer);
      };
    },
    scrub: () => writes.take(async () => reads.take(() => writer.scrub())),
    async close() {
      closed = true;
      for (const timer of watchers) clearInterval(timer);
      await Promise.all([writes.empty(), reads.empty()]);
      writer.close();
      reader.close();
    },
  };
}

/** Statements of one connection, each awaited. */
function createExecutor(file: string, turn: () => Promise<unknown>) {
  const database = new Sqlite(file, { timeout: 0 });
  migrate(database);
  const statement = ({ query, values }: Bound) => {
    const { sql, values: placed } = compileForSqlite(query);
    const prepared = database.prepare(sql);
    return { prepared: query.asArrays ? prepared.raw() : prepared, parameters: placed(values) };
  };

  async function begin(how: string): Promise<void> {
    for (;;) {
      await turn();
      try {
        database.exec(how);
        return;
      } catch (error) {
        if (!isBusy(error)) throw error;
      }
    }
  }

  async function end(how: "commit" | "rollback"): Promise<void> {
    await turn();
    database.exec(how);
  }

  return {
    async rowsOf(bound: Bound): Promise<readonly unknown[]> {
      await turn();
      const { prepared, parameters } = statement(bound);
      return prepared.all(...parameters);
    },
    async run(bound: Bound): Promise<void> {
      await turn();
      const { prepared, parameters } = statement(bound);
      prepared.run(...parameters);
    },
    async transaction<Result>(how: string, work: () => Promise<Result>): Promise<Result> {
      await begin(how);
      try {
        const result = await work();
        await end("commit");
        return result;
      } catch (error) {
        await end("rollback");
        throw error;
      }
    },
    async scrub(): Promise<void> {
      await turn();
      database.exec("vacuum");
      await turn();
      database.pragma("wal_checkpoint(truncate)");
    },
    dataVersion: () => database.pragma("data_version", { simple: true }),
    close: () => void database.close(),
  };
}

function migrate(database: Sqlite.Database): void {
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  const version = Number(database.pragma("user_version", { simple: true }));
  if (version === migrations.length) return;
  const rest = database.transaction(() => {
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.pragma(`application_id = ${applicationId}`);
    database.pragma(`user_version = ${migrations.length}`);
  });
  rest.immediate();
}

function onlyOf<Answer>(answers: readonly Answer[]): Answer {
  return answers[0] as Answer;
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "SQLITE_BUSY";
}
