// A backup is the ledger as it stood at one moment, whoever writes meanwhile; it opens as any ledger, and where it cannot be
// made nothing is left of it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { newFolder, openWithPool, pool } from "../storage/ledger-file.ts";
import { answersOf, richLedger } from "./rich-ledger.ts";

const writer = fileURLToPath(new URL("write-until-told.ts", import.meta.url));

test("a backup answers all that the ledger answers, and goes on by itself", async () => {
  await using rich = await richLedger();
  const copy = rich.folder.path("copy.db");
  await rich.ledger.backup(copy);
  await using restored = await openLedger({ file: copy });
  expect(await answersOf({ ...rich, ledger: restored })).toEqual(await answersOf(rich));
  expect(await restored.verify()).toMatchObject({ ok: true });
  const { subscriptionId } = rich;
  await restored.assignSeat({ subscriptionId, email: "gil@acme.example" });
  expect((await restored.getPool({ subscriptionId })).version).toBe(
    (await rich.ledger.getPool({ subscriptionId })).version + 1,
  );
});

test("a backup derives the same tokens, by a secret that only its owner can read", async () => {
  await using rich = await richLedger();
  const { subscriptionId } = rich;
  const ask = (ledger: typeof rich.ledger) =>
    ledger.assignSeat({ subscriptionId, email: "gil@acme.example" }, { idempotencyKey: "once" });
  const { invitation } = await ask(rich.ledger);
  const copy = rich.folder.path("copy.db");
  await rich.ledger.backup(copy);
  expect((await stat(`${copy}.secret`)).mode & 0o777).toBe(0o600);
  await using restored = await openLedger({ file: copy });
  expect((await ask(restored)).invitation).toEqual(invitation);
});

test("a ledger in memory is copied into a file", async () => {
  await using folder = await newFolder();
  await using ledger = await openWithPool(":memory:");
  await ledger.backup(folder.file);
  await using restored = await openLedger({ file: folder.file });
  expect(await restored.listSeats(pool)).toEqual(await ledger.listSeats(pool));
  expect(await restored.verify()).toMatchObject({ ok: true });
});

test("a backup that is made while another process writes holds all that was answered before, and is whole", async () => {
  await using rich = await richLedger();
  const { subscriptionId } = rich;
  await rich.ledger.resizePool({ subscriptionId, seats: 1_000_000 });
  const child = spawn(process.execPath, [writer, rich.file, subscriptionId], { stdio: ["pipe", "pipe", "inherit"] });
  const answered: string[] = [];
  const lines = createInterface(child.stdout);
  lines.on("line", (email) => answered.push(email));
  while (answered.length < 100) await once(lines, "line");
  const before = [...answered];
  const copy = rich.folder.path("copy.db");
  await rich.ledger.backup(copy);
  const during = answered.length;
  child.stdin.end();
  await once(child, "exit");
  expect(during).toBeGreaterThanOrEqual(before.length);
  await using restored = await openLedger({ file: copy });
  expect(await restored.verify()).toMatchObject({ ok: true, problems: [] });
  const { seats } = await restored.listSeats({ subscriptionId });
  const held = seats.map(({ email }) => email).filter((email) => email?.startsWith("person-"));
  expect(held).toEqual([...before, ...answered.slice(before.length)].slice(0, held.length));
  expect(held.length).toBeGreaterThanOrEqual(before.length);
  const { entries: own } = await rich.ledger.history({ limit: 40 });
  expect((await restored.history({ limit: 40 })).entries).toEqual(own);
});

test("commands go on while a backup is made", async () => {
  await using rich = await richLedger();
  const { ledger, subscriptionId } = rich;
  await ledger.resizePool({ subscriptionId, seats: 1_000 });
  const recipients = Array.from({ length: 900 }, (_, index) => ({ email: `person-${index}@acme.example` }));
  await ledger.assignSeats({ subscriptionId, recipients });
  const told: number[] = [];
  let asked = 0;
  const during: Promise<unknown>[] = [];
  const copy = rich.folder.path("copy.db");
  await ledger.backup(copy, {
    onProgress({ done, total }) {
      told.push(done / total);
      during.push(ledger.assignSeat({ subscriptionId, email: `new-${asked}@acme.example` }));
      asked += 1;
    },
  });
  await Promise.all(during);
  expect(told.at(-1)).toBeLessThanOrEqual(1);
  expect(asked).toBeGreaterThan(1);
  await using restored = await openLedger({ file: copy });
  expect(await restored.verify()).toMatchObject({ ok: true });
  // All of them came after the moment of the copy.
  const { seats } = await restored.listSeats({ subscriptionId });
  expect(seats.filter(({ email }) => email?.startsWith("new-"))).toEqual([]);
});

describe("a backup is refused, and leaves nothing behind,", () => {
  test("where the file or its secret exists", async () => {
    await using rich = await richLedger();
    for (const taken of ["copy.db", "other.db.secret"]) {
      await writeFile(rich.folder.path(taken), "something");
      const refusal = rich.ledger.backup(rich.folder.path(taken.replace(".secret", "")));
      await expect(refusal).rejects.toMatchObject({ code: "InvalidRequest", issues: [{ path: "file" }] });
      expect(await readFile(rich.folder.path(taken), "utf8")).toBe("something");
    }
    await expect(rich.ledger.backup(rich.file)).rejects.toMatchObject({ code: "InvalidRequest" });
  });

  test("where its folder does not exist", async () => {
    await using rich = await richLedger();
    await expect(rich.ledger.backup(rich.folder.path("nowhere/copy.db"))).rejects.toMatchObject({
      code: "InvalidRequest",
      issues: [{ path: "file" }],
    });
  });

  test("where it is given up by its signal", async () => {
    await using rich = await richLedger();
    await mkdir(rich.folder.path("copies"));
    const reason = new Error("enough");
    const stop = new AbortController();
    const copy = rich.folder.path("copies/copy.db");
    const options = { signal: stop.signal, onProgress: () => stop.abort(reason) };
    await expect(rich.ledger.backup(copy, options)).rejects.toBe(reason);
    expect(await readdir(dirname(copy))).toEqual([]);
  });

  test("where the ledger is closed", async () => {
    await using rich = await richLedger();
    await rich.ledger.close();
    await expect(rich.ledger.backup(rich.folder.path("copy.db"))).rejects.toMatchObject({ code: "LedgerClosed" });
  });

  test.each(["", "a\0b", ":memory:"])("where it has no name that a file can have: %j", async (name) => {
    await using ledger = await openLedger({ file: ":memory:" });
    await expect(ledger.backup(name)).rejects.toMatchObject({ code: "InvalidRequest", issues: [{ path: "file" }] });
  });
});
