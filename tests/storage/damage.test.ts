// What can be wrong with a file, each under its own name; nothing is repaired, changed or made anew by opening it.

import { mkdir, open, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { errors, openLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { customerId, type Folder, newFolder, openWithPool, organizationId, pool } from "./ledger-file.ts";

const pageSize = 4_096;

/** A closed ledger whose log fills many pages. */
async function closedLedger({ file }: Folder): Promise<number> {
  const ledger = await openWithPool(file);
  await ledger.resizePool({ ...pool, seats: 100 });
  for (let index = 0; index < 100; index += 1) {
    await ledger.assignSeat({ ...pool, email: `person-${index}@example.com` });
  }
  await ledger.close();
  return (await stat(file)).size;
}

async function readEverything(file: string): Promise<void> {
  await using ledger = await openLedger({ file });
  const { version } = await ledger.getPool(pool);
  await ledger.listSeats(pool);
  for await (const event of ledger.events())
    if (event.stream.id === pool.subscriptionId && event.version === version) return;
}

/** Changes some bytes of a closed ledger, as a failing disk may. */
async function overwrite(file: string, from: string, to: string): Promise<void> {
  const bytes = await readFile(file);
  bytes.write(to, bytes.indexOf(from), "latin1");
  await writeFile(file, bytes);
}

describe("a file that was cut", () => {
  test.each([
    ["in the middle", (size: number) => size / 2],
    ["by its last page", (size: number) => size - pageSize],
    ["within its last page", (size: number) => size - pageSize / 2],
  ])("%s is LedgerCorrupt, and stays as it is", async (_, cut) => {
    await using folder = await newFolder();
    await truncate(folder.file, cut(await closedLedger(folder)));
    const before = await readFile(folder.file);
    await expect(openLedger({ file: folder.file })).rejects.toThrow(errors.LedgerCorrupt);
    expect(await readFile(folder.file)).toEqual(before);
  });
});

test("a file that was cut to nothing is LedgerCorrupt, and no new ledger is made in its place", async () => {
  await using folder = await newFolder();
  await closedLedger(folder);
  await truncate(folder.file, 0);
  await expect(openLedger({ file: folder.file })).rejects.toThrow(errors.LedgerCorrupt);
  expect((await stat(folder.file)).size).toBe(0);
});

test("garbage in the middle is LedgerCorrupt as soon as it is read", async () => {
  await using folder = await newFolder();
  const size = await closedLedger(folder);
  await expect(readEverything(folder.file)).resolves.toBeUndefined();
  const bytes = await open(folder.file, "r+");
  await bytes.write(Buffer.alloc(Math.floor(size / 2 / pageSize) * pageSize, "garbage "), 0, null, 8 * pageSize);
  await bytes.close();
  await expect(readEverything(folder.file)).rejects.toThrow(errors.LedgerCorrupt);
});

test.each([
  ["by an id", (personId: string) => ({ personId })],
  ["by an e-mail", () => ({ organizationId, email: "ada@example.com" })],
])(
  "a damaged personal row of somebody else keeps nobody from being forgotten %s, and stays as it is",
  async (_, named) => {
    await using folder = await newFolder();
    const { file } = folder;
    const reason = "the reason of another organization";
    const act = "what the person did to others";
    const written = [reason, act].map((text) => `{"reason":"${text}"}`);
    const damaged = [reason, act].map((text) => `{"reason" "${text}"}`);
    const personId = await openWithPool(file).then(async (ledger) => {
      await ledger.registerOrganization({ name: "Other", slug: "other" }, { reason });
      const { id } = await ledger.registerMember({ customerId, email: "ada@example.com" });
      const actor = { type: "member", id } as const;
      await ledger.resizePool({ ...pool, seats: 5 }, { actor, reason: "for ada@example.com", ip: "203.0.113.7" });
      await ledger.resizePool({ ...pool, seats: 6 }, { actor, reason: act });
      await ledger.close();
      return id;
    });
    for (const [index, text] of written.entries()) await overwrite(file, text, damaged[index] ?? "");
    await using ledger = await openLedger({ file });
    await ledger.forgetPerson(named(personId));
    const bytes = await readFile(file, "latin1");
    for (const gone of ["ada@example.com", "203.0.113.7"]) expect(bytes, gone).not.toContain(gone);
    for (const kept of damaged) expect(bytes).toContain(kept);
    expect(await ledger.verify()).toMatchObject({ ok: false });
  },
);

test("a file of zeros is NotALedger, and stays as it is", async () => {
  await using folder = await newFolder();
  const zeros = Buffer.alloc(16 * pageSize);
  await writeFile(folder.file, zeros);
  await expect(openLedger({ file: folder.file })).rejects.toThrow(errors.NotALedger);
  expect(await readFile(folder.file)).toEqual(zeros);
});

test("a folder is no file, and the error names it", async () => {
  await using folder = await newFolder();
  await mkdir(folder.file);
  const refusal = openLedger({ file: folder.file });
  await expect(refusal).rejects.toThrow(errors.LedgerReadOnly);
  await expect(refusal).rejects.toThrow(folder.file);
});
