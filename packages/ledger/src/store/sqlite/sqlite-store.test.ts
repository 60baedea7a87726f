// What stands behind the contract (tests/contract): which trouble is whose, and that a handle is let go after an I/O error.

import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errors } from "../../errors.ts";
import { readHead } from "../log-queries.ts";
import type { Outcome, Reads, Store } from "../port.ts";
import { query } from "../query.ts";
import { openSqliteStore } from "./sqlite-store.ts";
import { named } from "./troubles.ts";

class DiskError extends Error {
  readonly code = "SQLITE_IOERR_FSYNC";
}

function* failing(): Reads<never> {
  yield* readHead();
  throw new DiskError("disk I/O error");
}

function* fine(): Reads<Outcome<string>> {
  yield* readHead();
  return { writes: [], answer: "fine" };
}

async function inAFile(work: (store: Store, file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-"));
  const file = join(folder, "seats.db");
  const store = await openSqliteStore({ file, durability: "normal" });
  try {
    await work(store, file);
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

/** Whether the store's next work is done in the file that stands under the name now, and not in the one it had open. */
async function openedAnew(store: Store, file: string): Promise<boolean> {
  await rename(file, `${file}.moved`);
  await store.read(readHead);
  return await rename(file, `${file}.new`).then(
    () => true,
    () => false,
  );
}

describe("an I/O error", () => {
  test("while writing leaves everybody of the batch in doubt, and the handle is let go", () =>
    inAFile(async (store, file) => {
      const answers = await Promise.allSettled([store.transact(fine), store.transact(failing), store.transact(fine)]);
      for (const answer of answers) expect(answer).toMatchObject({ reason: expect.any(errors.CommitInDoubt) });
      expect(await openedAnew(store, file)).toBe(true);
      expect(await store.transact(fine)).toBe("fine");
    }));

  test("while reading leaves nothing in doubt: what can't be read is LedgerCorrupt, and the handle is let go", () =>
    inAFile(async (store, file) => {
      await expect(store.read(failing)).rejects.toThrow(errors.LedgerCorrupt);
      expect(await openedAnew(store, file)).toBe(true);
    }));
});

test("more than one batch's worth keeps its order", () =>
  inAFile(async (store) => {
    const answered: number[] = [];
    const all = Array.from({ length: 2_500 }, (_, index) =>
      store.transact(fine).then(() => {
        answered.push(index);
      }),
    );
    await Promise.all(all);
    expect(answered).toEqual(all.map((_, index) => index));
  }));

const insertNote = query((db, args: { stream: number }) =>
  db.insertInto("streams").values({ stream: args.stream, kind: "note", id: "one" }),
);

describe("where one of a batch fails alone", () => {
  function* mistaken(): Reads<never> {
    yield* readHead();
    throw new RangeError("mine");
  }

  /** Once it has written. */
  function* halfDone(): Reads<Outcome<never>> {
    yield* readHead();
    return { writes: [insertNote({ stream: 1 }), insertNote({ stream: 1 })], answer: undefined as never };
  }

  test.each([
    ["before it writes", mistaken],
    ["while it writes", halfDone],
  ])("%s, the others are done in the order in which they were asked for, before whoever asks later", (_, failing) =>
    inAFile(async (store) => {
      const answered: string[] = [];
      const tell = (name: string) => () => {
        answered.push(name);
      };
      const failed = store.transact(failing).catch(tell("mistaken"));
      // More than one batch's worth: the last of them wait while the first are run again.
      const all = Array.from({ length: 1_500 }, (_, index) => store.transact(fine).then(tell(`${index}`)));
      await Promise.all([failed, ...all]);
      expect(answered).toEqual(["mistaken", ...all.map((_, index) => `${index}`)]);
    }),
  );

  test.each([
    ["before it writes, nobody is begun anew", mistaken, 1],
    ["while it writes, each is begun twice at most, and those of the next batch once", halfDone, 2],
  ])("%s", (_, failing, times) =>
    inAFile(async (store) => {
      const begun = { before: 0, after: 0, later: 0 };
      const counted = (name: keyof typeof begun) => () => {
        begun[name] += 1;
        return fine();
      };
      await Promise.allSettled([
        store.transact(counted("before")),
        store.transact(failing),
        store.transact(counted("after")),
      ]);
      await Promise.all([store.transact(counted("later")), store.transact(counted("later"))]);
      expect(begun).toEqual({ before: times, after: 1, later: 2 });
    }),
  );

  /** Runs one before and one behind what fails, and fires a signal once all are undone and wait to be begun anew. */
  async function abortInBetween(store: Store, signalOf: "before" | "behind"): Promise<readonly string[]> {
    const stop = new AbortController();
    const signal = (name: string) => (name === signalOf ? stop.signal : null);
    const stopping = () => {
      queueMicrotask(() => stop.abort());
      return halfDone();
    };
    const answers = await Promise.allSettled([
      store.transact(fine, signal("before")),
      store.transact(stopping),
      store.transact(fine, signal("behind")),
    ]);
    return answers.map(({ status }) => status);
  }

  test("a signal counts no more for one whose turn had begun, though it waits to be begun anew", () =>
    inAFile(async (store) => {
      expect(await abortInBetween(store, "before")).toEqual(["fulfilled", "rejected", "fulfilled"]);
    }));

  test("a signal still counts for one behind it, whose turn has not begun", () =>
    inAFile(async (store) => {
      expect(await abortInBetween(store, "behind")).toEqual(["fulfilled", "rejected", "rejected"]);
    }));
});

test("a plan's own mistake lets nothing go", () =>
  inAFile(async (store, file) => {
    const mistake = () => {
      throw new RangeError("mine");
    };
    await expect(store.transact(mistake)).rejects.toThrow(RangeError);
    expect(await openedAnew(store, file)).toBe(false);
  }));

test.each([
  ["SQLITE_IOERR_SHORT_READ", "reading", errors.LedgerCorrupt],
  ["SQLITE_IOERR_CORRUPTFS", "reading", errors.LedgerCorrupt],
  ["SQLITE_IOERR_READ", "opening", errors.LedgerCorrupt],
  ["SQLITE_IOERR_WRITE", "writing", errors.CommitInDoubt],
  ["SQLITE_CORRUPT_INDEX", "writing", errors.LedgerCorrupt],
  ["SQLITE_FULL", "writing", errors.StorageFull],
  ["SQLITE_READONLY_DBMOVED", "writing", errors.LedgerReadOnly],
  ["SQLITE_NOTADB", "opening", errors.NotALedger],
] as const)("%s while %s", (code, doing, expected) => {
  const cause = Object.assign(new Error(code), { code });
  const trouble = named(cause, "seats.db", doing);
  expect(trouble).toBeInstanceOf(expected);
  expect(trouble).toMatchObject({ cause });
});

test("what is no trouble of the file stays what it is", () => {
  const constraint = Object.assign(new Error("unique"), { code: "SQLITE_CONSTRAINT_UNIQUE" });
  expect(named(constraint, "seats.db", "writing")).toBe(constraint);
});
