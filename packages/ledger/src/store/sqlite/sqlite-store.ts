// The store on SQLite: one connection, on which reads run at once and writes in batches, both without ever yielding to
// the event loop inside a transaction. It knows queries and commits, no rules.

import { resolve } from "node:path";
import { errors } from "../../errors.ts";
import type { Reads, Store } from "../port.ts";
import { type BackupSource, backup } from "./backup.ts";
import { Connection } from "./connection.ts";
import { createHandle } from "./handle.ts";
import { loadSqlite } from "./load-sqlite.ts";
import { memory, openDatabase, type SqliteOptions } from "./open-database.ts";
import { patiently } from "./patience.ts";
import { openForReading } from "./read-only.ts";
import { scrub } from "./scrub.ts";
import { Threads } from "./threads.ts";
import { isBusy, isInputOutputError, named } from "./troubles.ts";
import { createWriteQueue } from "./write-queue.ts";

const watchIntervalMs = 50;

/** Opens a store in an SQLite file, or makes it. */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const { file } = options;
  const Sqlite = await loadSqlite();
  const handle = await patiently(() => createHandle(open, { lasting: file !== memory }));
  const queue = createWriteQueue(handle, file);
  const watchers = new Set<NodeJS.Timeout>();
  const threads = file === memory ? null : new Threads(resolve(file));
  let closing: Promise<void> | null = null;

  function open(): Connection {
    try {
      return new Connection(openDatabase(Sqlite, options));
    } catch (error) {
      throw isBusy(error) ? error : named(error, file, "opening");
    }
  }

  function readOnce<Answer>(reads: () => Reads<Answer>): Answer {
    const connection = handle.current();
    try {
      return connection.within("begin deferred", () => connection.read(reads));
    } catch (error) {
      if (isInputOutputError(error)) handle.discard();
      throw isBusy(error) ? error : named(error, file, "reading");
    }
  }

  /** Null where it can't be told: whoever is woken by that meets the trouble as it reads. */
  function changeMark(): string | null {
    try {
      return handle.changeMark();
    } catch {
      return null;
    }
  }

  function source(): BackupSource {
    if (file === memory) return { kind: "memory", serialize: () => handle.current().serialize() };
    return { kind: "file", file, open: () => openForReading(Sqlite, file) };
  }

  async function finish(): Promise<void> {
    await threads?.endAll();
    await queue.drained();
    for (const timer of watchers) clearInterval(timer);
    handle.close();
  }

  function refuseClosed(): void {
    if (closing) throw new errors.LedgerClosed({});
  }

  return {
    async read(reads) {
      refuseClosed();
      return await patiently(() => readOnce(reads));
    },
    async transact(plan, signal = null) {
      refuseClosed();
      return await queue.enqueue((connection) => connection.write(plan), signal);
    },
    async transactAll(plans, signal = null) {
      refuseClosed();
      return await queue.enqueue((connection) => plans.map((plan) => connection.write(plan)), signal);
    },
    watch(onChange) {
      let seen = changeMark();
      const timer = setInterval(() => {
        const now = changeMark();
        if (now !== null && now === seen) return;
        seen = now;
        onChange();
      }, watchIntervalMs);
      watchers.add(timer);
      return () => {
        clearInterval(timer);
        watchers.delete(timer);
      };
    },
    async backup(target, backupOptions) {
      refuseClosed();
      try {
        await backup(source(), target, backupOptions);
      } catch (error) {
        throw named(error, file, "reading");
      }
    },
    startThread(module) {
      refuseClosed();
      return threads?.start(module) ?? null;
    },
    scrub: () => scrub(() => (closing ? null : handle.current())),
    close() {
      closing ??= finish();
      return closing;
    },
  };
}
