// Which options go together: a file, or an opened store with what only its owner can know.

import { isSeatLedgerError, type LedgerOptions, openLedger } from "seat-ledger";
import { openSqliteStore, type Store } from "seat-ledger/store";
import { expect, test } from "vitest";

const secret = "a secret of the tests, long enough for every token";

async function issuesOf(options: (store: Store) => LedgerOptions): Promise<unknown> {
  const store = await openSqliteStore({ file: ":memory:", durability: "full" });
  try {
    return await openLedger(options(store)).catch((error: unknown) => {
      if (!isSeatLedgerError(error, "InvalidRequest")) throw error;
      return error.issues;
    });
  } finally {
    await store.close();
  }
}

test("opens on a store of another engine, and closes it with the ledger", async () => {
  const store = await openSqliteStore({ file: ":memory:", durability: "full" });
  const ledger = await openLedger({ store, secret });
  const { id } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
  await ledger.close();
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  await expect(store.transactAll([])).rejects.toMatchObject({ code: "LedgerClosed" });
});

test.each<[string, (store: Store) => LedgerOptions, string, string]>([
  ["neither a file nor a store", () => ({}), "file", "must be a path"],
  ["both", (store) => ({ file: ":memory:", store, secret }), "store", "leave one of them out"],
  ["a store without a secret", (store) => ({ store }), "secret", "at least 32 bytes"],
  [
    "a store and a durability",
    (store) => ({ store, secret, durability: "full" }),
    "durability",
    "where the store is opened",
  ],
  ["something else than a store", () => ({ store: {} as Store, secret }), "store", "must be an opened store"],
])("refuses %s, and says what to do", async (_, options, path, message) => {
  expect(await issuesOf(options)).toEqual([{ path, message: expect.stringContaining(message) }]);
});
