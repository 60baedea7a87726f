// Opening a file: what is no ledger, or a newer one, is refused and left as it was; the secret beside it is the owner's.

import { chmod, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { errors, openLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { newFolder, openPlainly, openWithPool, pool } from "./ledger-file.ts";

test("makes the secret beside the file readable by its owner alone", async () => {
  await using folder = await newFolder();
  await (await openLedger({ file: folder.file })).close();
  expect((await stat(folder.path("seats.db.secret"))).mode & 0o777).toBe(0o600);
});

test("makes the file, what stands beside it and what is copied from it for its owner alone", async () => {
  await using folder = await newFolder();
  await using ledger = await openWithPool(folder.file);
  await ledger.backup(folder.path("copy.db"));
  const files = await readdir(folder.path("."));
  expect(files).toEqual(expect.arrayContaining(["copy.db", "seats.db", "seats.db-shm", "seats.db-wal"]));
  for (const file of files) expect([file, (await stat(folder.path(file))).mode & 0o777]).toEqual([file, 0o600]);
});

test("makes the file for its owner alone also through a link to where none is yet", async () => {
  await using folder = await newFolder();
  await symlink(folder.path("elsewhere.db"), folder.file);
  await using ledger = await openWithPool(folder.file);
  await ledger.resizePool({ ...pool, seats: 50 });
  for (const file of ["elsewhere.db", "elsewhere.db-wal", "elsewhere.db-shm"]) {
    expect((await stat(folder.path(file))).mode & 0o777).toBe(0o600);
  }
});

test("leaves a file as open to others as its owner made it", async () => {
  await using folder = await newFolder();
  await (await openWithPool(folder.file)).close();
  await chmod(folder.file, 0o640);
  await using ledger = await openLedger({ file: folder.file });
  await ledger.resizePool({ ...pool, seats: 50 });
  for (const file of ["seats.db", "seats.db-wal"]) expect((await stat(folder.path(file))).mode & 0o777).toBe(0o640);
});

test("refuses a secret that others can read", async () => {
  await using folder = await newFolder();
  await writeFile(folder.path("seats.db.secret"), "k".repeat(43), { mode: 0o644 });
  await expect(openLedger({ file: folder.file })).rejects.toThrow(errors.InvalidRequest);
});

test("refuses another program's database and leaves it as it was", async () => {
  await using folder = await newFolder();
  {
    using foreign = openPlainly(folder.file);
    foreign.exec("create table notes (text text); insert into notes values ('mine')");
  }
  const before = await readFile(folder.file);
  await expect(openLedger({ file: folder.file })).rejects.toThrow(errors.NotALedger);
  expect(await readFile(folder.file)).toEqual(before);
});

test("refuses a text file and leaves it as it was", async () => {
  await using folder = await newFolder();
  const text = "Dear diary, this is no database.\n".repeat(100);
  await writeFile(folder.file, text);
  await expect(openLedger({ file: folder.file })).rejects.toThrow(errors.NotALedger);
  expect(await readFile(folder.file, "utf8")).toBe(text);
});

test("refuses a ledger of a newer format and says which formats it reads", async () => {
  await using folder = await newFolder();
  await (await openWithPool(folder.file)).close();
  {
    using newer = openPlainly(folder.file);
    newer.pragma("user_version = 4711");
  }
  const refusal = openLedger({ file: folder.file });
  await expect(refusal).rejects.toThrow(errors.LedgerTooNew);
  await expect(refusal).rejects.toMatchObject({ found: 4711, file: folder.file });
});

test("names the file when its folder is missing", async () => {
  await using folder = await newFolder();
  const file = folder.path("nowhere/seats.db");
  const refusal = openLedger({ file });
  await expect(refusal).rejects.toThrow(errors.LedgerReadOnly);
  await expect(refusal).rejects.toThrow(file);
});

test("refuses a name with a null character, and makes no file of the part before it", async () => {
  await using folder = await newFolder();
  const refusal = openLedger({ file: `${folder.file}\0.bak` });
  await expect(refusal).rejects.toMatchObject({ code: "InvalidRequest", issues: [{ path: "file" }] });
  await expect(stat(folder.file)).rejects.toMatchObject({ code: "ENOENT" });
});

test("refuses an option that it does not know, and names it", async () => {
  // A user without types, or with a typing mistake in a config file.
  const options = { file: ":memory:", durabilty: "full" } as { file: string };
  const refusal = openLedger(options);
  await expect(refusal).rejects.toThrow(errors.InvalidRequest);
  await expect(refusal).rejects.toMatchObject({ issues: [{ path: "durabilty" }] });
});

test("finds everything again under the same file", async () => {
  await using folder = await newFolder();
  const first = await openWithPool(folder.file);
  const { invitation } = await first.assignSeat({ ...pool, email: "ada@example.com" });
  const listed = await first.listSeats(pool);
  await first.close();
  await using second = await openLedger({ file: folder.file });
  expect(await second.listSeats(pool)).toEqual(listed);
  const claimed = await second.claimSeat({ invitationToken: invitation?.token ?? "" });
  expect(claimed.seat.status).toBe("claimed");
});

test("refuses every call once it is closed", async () => {
  const ledger = await openLedger({ file: ":memory:" });
  await ledger.close();
  await expect(ledger.listPools()).rejects.toThrow(errors.LedgerClosed);
});
