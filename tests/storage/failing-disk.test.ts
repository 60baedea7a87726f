// The disk fails in the middle of a commit: nobody knows its fate, the ledger says so, and a retry with the same
// idempotency key finds out. Reads and later commands go on in a handle that was opened anew.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { newFolder, openWithPool, pool } from "./ledger-file.ts";

const failing = fileURLToPath(new URL("fail-to-write.ts", import.meta.url));

test("a commit that the disk refuses is CommitInDoubt for all who shared it; a retry settles it, once", async () => {
  await using folder = await newFolder();
  const ledger = await openWithPool(folder.file);
  await ledger.resizePool({ ...pool, seats: 9 });
  await ledger.close();
  const { stdout } = await promisify(execFile)(process.execPath, [failing, folder.file]);
  expect(JSON.parse(stdout)).toEqual({
    working: ["answered", "answered"],
    failing: ["CommitInDoubt", "CommitInDoubt"],
    read: 2,
    again: ["answered", "answered", "answered"],
  });
  await using again = await openLedger({ file: folder.file });
  const emails = (await again.listSeats(pool)).seats.map(({ email }) => email);
  expect(emails).toEqual(["ada", "bob", "cyd", "dan", "eve"].map((name) => `${name}@example.com`));
});
