// The secrets from which tokens are derived: the first makes new ones, the others derive again what they once made, and
// claiming needs none of them.

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { errors, type LedgerOptions, openLedger, type SeatLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { newFolder, openWithPool, pool } from "./ledger-file.ts";

const inviter = fileURLToPath(new URL("invite-in-another-process.ts", import.meta.url));
const run = promisify(execFile);
const former = "the former secret: thirty-two bytes or more";
const current = "the current secret: thirty-two bytes or more";

const ada = { ...pool, email: "ada@example.com" };
const bob = { ...pool, email: "bob@example.com" };
const once = { idempotencyKey: "invite ada" };

/** A file in which Ada was invited with the former secret, and her token. */
async function invited() {
  const folder = await newFolder();
  await (await openWithPool(folder.file)).close();
  await using ledger = await openLedger({ file: folder.file, secret: former });
  const { seat, invitation } = await ledger.assignSeat(ada, once);
  const open = (secret: LedgerOptions["secret"]) => openLedger({ file: folder.file, secret });
  return {
    open,
    seatId: seat.id,
    token: invitation?.token ?? "",
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function keyIdsOf(ledger: SeatLedger, seatId: string): Promise<readonly (string | undefined)[]> {
  const { entries } = await ledger.history({ seatId });
  return entries.map(({ event }) => (event.type === "SeatAssigned" ? event.data.invitation?.keyId : undefined));
}

describe("after the secret was changed", () => {
  test("an invitation that the former one made can be claimed", async () => {
    await using file = await invited();
    await using ledger = await file.open([current, former]);
    expect((await ledger.claimSeat({ invitationToken: file.token })).seat.status).toBe("claimed");
  });

  test("an idempotent retry answers the same token again", async () => {
    await using file = await invited();
    await using ledger = await file.open([current, former]);
    expect((await ledger.assignSeat(ada, once)).invitation?.token).toBe(file.token);
  });

  test("new tokens are made with the new one", async () => {
    await using file = await invited();
    await using both = await file.open([current, former]);
    await using alone = await file.open(current);
    const byBoth = await both.assignSeat(bob);
    const byAlone = await alone.assignSeat({ ...pool, email: "cyd@example.com" });
    expect(await keyIdsOf(both, byBoth.seat.id)).toEqual(await keyIdsOf(both, byAlone.seat.id));
    expect(await keyIdsOf(both, byBoth.seat.id)).not.toEqual(await keyIdsOf(both, file.seatId));
  });
});

describe("without the secret that made it", () => {
  test("an invitation can be claimed all the same", async () => {
    await using file = await invited();
    await using ledger = await file.open(current);
    expect((await ledger.claimSeat({ invitationToken: file.token })).seat.status).toBe("claimed");
  });

  test("it cannot be answered again: the refusal names the key and what to do", async () => {
    await using file = await invited();
    await using ledger = await file.open(current);
    const [keyId] = await keyIdsOf(ledger, file.seatId);
    const refusal = ledger.assignSeat(ada, once);
    await expect(refusal).rejects.toThrow(errors.InvalidRequest);
    await expect(refusal).rejects.toMatchObject({ issues: [{ path: "secret" }] });
    await expect(refusal).rejects.toThrow(`key id is ${keyId}`);
    await expect(refusal).rejects.toThrow("put that secret back behind the current one");
  });

  test("it can be sent anew", async () => {
    await using file = await invited();
    await using ledger = await file.open(current);
    const { invitation } = await ledger.resendInvitation({ seatId: file.seatId });
    const { seat } = await ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
    expect(seat.status).toBe("claimed");
  });
});

describe("the file beside the database", () => {
  test("is changed by a new line on top", async () => {
    await using folder = await newFolder();
    const path = folder.path("seats.db.secret");
    const first = await openWithPool(folder.file);
    const before = await first.assignSeat(ada, once);
    await first.close();
    await writeFile(path, `${randomBytes(32).toString("base64")}\n${await readFile(path, "utf8")}`);

    await using ledger = await openLedger({ file: folder.file });
    expect(await ledger.assignSeat(ada, once)).toEqual(before);
    const { seat } = await ledger.assignSeat(bob);
    expect(await keyIdsOf(ledger, seat.id)).not.toEqual(await keyIdsOf(ledger, before.seat.id));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["that is too short", (good: string) => `${good}\n${good.slice(1)}\n`, "line 2"],
    ["that is not base64", (good: string) => `${good.replace(/^./, "!")}\n`, "line 1"],
    ["that is empty", (good: string) => `${good}\n\n${good.replace(/^./, "_")}`, "line 2"],
    ["that stands there already", (good: string) => `${good}\n${good}\n`, "line 2"],
    ["at all", () => "", "line 1"],
  ])("is refused with a line %s, and the line is named, never shown", async (_, content, line) => {
    await using folder = await newFolder();
    const good = `A${randomBytes(32).toString("base64url").slice(1)}`;
    await writeFile(folder.path("seats.db.secret"), content(good), { mode: 0o600 });
    const refusal = openLedger({ file: folder.file });
    await expect(refusal).rejects.toThrow(errors.InvalidRequest);
    await expect(refusal).rejects.toThrow(line);
    await expect(refusal).rejects.not.toThrow(good.slice(2, 40));
  });

  test("is made once, by whichever of two processes comes first", async () => {
    await using folder = await newFolder();
    const emails = [ada.email, bob.email];
    const at = String(Date.now() + 1_500);
    const invite = async (email: string) => (await run(process.execPath, [inviter, folder.file, email, at])).stdout;
    const tokens = await Promise.all(emails.map(invite));
    await using ledger = await openLedger({ file: folder.file });
    for (const [index, email] of emails.entries()) {
      const { invitation } = await ledger.assignSeat({ ...pool, email }, { idempotencyKey: email });
      expect(`${invitation?.token}\n`).toBe(tokens[index]);
    }
    expect((await readFile(folder.path("seats.db.secret"), "utf8")).trim().split("\n")).toHaveLength(1);
  });
});

test.each([
  ["too short", "short", "secret"],
  ["too short among others", [current, "short"], "secret.1"],
  ["none at all", [], "secret"],
  ["named twice", [current, Buffer.from(current)], "secret"],
])("a secret that is %s is refused", async (_, secret, path) => {
  const refusal = openLedger({ file: ":memory:", secret });
  await expect(refusal).rejects.toThrow(errors.InvalidRequest);
  await expect(refusal).rejects.toMatchObject({ issues: [{ path }] });
});
