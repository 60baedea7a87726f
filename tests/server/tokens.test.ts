// Access tokens by command: made, listed and revoked beside a service that runs, in a file that tells nothing.

import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readSettings, startService } from "@seat-ledger/server";
import { openLedger } from "seat-ledger";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const program = fileURLToPath(new URL("main.js", import.meta.resolve("@seat-ledger/server")));
const organization = "5eed0000-0000-4000-8000-00000000000a";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "seat-ledger-tokens-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const environment = () => ({
  PATH: process.env["PATH"] ?? "",
  PORT: "0",
  SEAT_LEDGER_DATABASE: join(folder, "seats.db"),
});

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...words: readonly string[]): Promise<Ran> {
  return runNode(program, ...words);
}

function runNode(...words: readonly string[]): Promise<Ran> {
  return promisify(execFile)(process.execPath, words, { env: environment(), cwd: folder }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Ran) => error,
  );
}

const create = (...words: readonly string[]) =>
  run("tokens", "create", "--name", "CI", "--scope", "customer_seats:read", ...words);

describe("beside a service that runs", () => {
  test("a token that a command makes works at once, and not any more once a command has revoked it", async () => {
    const service = await startService(readSettings(environment()));
    try {
      const { token, accessToken } = JSON.parse((await create("--json")).stdout);
      expect(token.organizationId).toBe(service.organizationId);
      const misspelled = await create("--organization", organization);
      expect([misspelled.code, misspelled.stderr]).toEqual([
        1,
        expect.stringContaining(`leave --organization out for ${service.organizationId}`),
      ]);
      const headers = { authorization: `Bearer ${accessToken}` };
      const { pools } = await service.ledger.listPools({ organizationId: service.organizationId });
      const query = pools[0]?.subscriptionId
        ? `subscription_id=${pools[0].subscriptionId}`
        : `order_id=${pools[0]?.orderId}`;
      const status = async () => (await fetch(`${service.url}/v1/customer-seats?${query}`, { headers })).status;
      expect(await status()).toBe(200);
      const revoked = await run("tokens", "revoke", token.id);
      expect(revoked).toMatchObject({ code: 0, stdout: `${token.hint} is revoked.\n` });
      expect(await status()).toBe(401);
    } finally {
      await service.close();
    }
  });

  test("history names the token that a command made in what it did, also after it was revoked", async () => {
    const service = await startService(readSettings(environment()));
    try {
      const { token, accessToken } = JSON.parse((await create("--scope", "customer_seats:write", "--json")).stdout);
      const { ledger, organizationId } = service;
      const { id: customerId } = await ledger.registerCustomer({ organizationId, email: "buyer@acme.example" });
      const [subscription_id, product] = [randomUUID(), { id: "p-1", name: "Team plan" }];
      await ledger.openPool({ subscriptionId: subscription_id, organizationId, customerId, product, seats: 1 });
      const { status } = await fetch(`${service.url}/v1/customer-seats`, {
        method: "POST",
        headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
        body: JSON.stringify({ subscription_id, email: "jane@acme.example" }),
      });
      expect(status).toBe(200);
      await run("tokens", "revoke", token.id);
      const actor = { type: "system", id: token.id } as const;
      const { entries } = await ledger.history({ actor, types: ["SeatAssigned"] });
      expect(entries.map(({ event }) => event.actor)).toEqual([actor]);
    } finally {
      await service.close();
    }
  });
});

describe("the commands", () => {
  test("show a new token alone, so that it can be piped", async () => {
    const { stdout, stderr } = await create("--organization", organization);
    expect(stdout).toMatch(/^seat_tok_[\w-]{43}\n$/);
    expect(stderr).toContain("shown this once");
  });

  test.each([["list"], ["revoke", organization]])(
    "say which Node %s needs, where an older one would crash",
    async (...words) => {
      await create("--organization", organization);
      const older = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.12.0" } })';
      const { code, stderr } = await runNode("--import", `data:text/javascript,${older}`, program, "tokens", ...words);
      expect([code, stderr]).toEqual([1, "seat-ledger: Access tokens need Node 22.13 or newer, this is 22.12.0.\n"]);
    },
  );

  test("take a name of 100 characters, of which an emoji is one, as the route does", async () => {
    const name = "😀".repeat(100);
    const { stdout } = await create("--organization", organization, "--name", name, "--json");
    expect(JSON.parse(stdout).token.name).toBe(name);
  });

  test("list tokens for people and for programs, never the token", async () => {
    const accessToken = (await create("--organization", organization, "--expires", "90d")).stdout.trim();
    const { stdout } = await run("tokens", "list");
    const [head, row, ...rest] = stdout.trimEnd().split("\n");
    expect(head).toMatch(/^id +name +token +state +scopes +organization +created +expires +last used$/);
    expect(row).toMatch(
      new RegExp(`CI +seat_tok_…${accessToken.slice(-4)} +good +customer_seats:read +${organization}`),
    );
    expect(rest).toEqual([]);
    const [listed] = JSON.parse((await run("tokens", "list", "--json")).stdout);
    expect(listed).toMatchObject({ name: "CI", state: "good", organizationId: organization, lastUsedAt: null });
    expect(Math.round((Date.parse(listed.expiresAt) - Date.parse(listed.createdAt)) / 3_600_000)).toBe(90 * 24);
    const elsewhere = await run("tokens", "list", "--organization", "5eed0000-0000-4000-8000-00000000000b");
    expect(elsewhere.stdout).toBe("There are no tokens.\n");
  });

  test("make no file to find nothing in", async () => {
    expect(await run("tokens", "list")).toMatchObject({ code: 0, stdout: "There are no tokens.\n" });
    expect(await run("tokens", "list", "--json")).toMatchObject({ code: 0, stdout: "[]\n" });
    expect((await run("tokens", "revoke", organization)).code).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  test("make a token for an organization that the ledger knows, and for no other", async () => {
    const another = "5eed0000-0000-4000-8000-00000000000b";
    expect((await create("--organization", organization)).stderr).toContain("could not be checked");
    const ledger = await openLedger({ file: join(folder, "seats.db") });
    await ledger.registerOrganization({ id: another, name: "Acme", slug: "acme" });
    await ledger.close();
    expect(await create("--organization", another)).toMatchObject({ code: 0 });
    const unknown = await create("--organization", organization);
    expect([unknown.code, unknown.stdout]).toEqual([1, ""]);
    expect(unknown.stderr).toContain(`knows no organization ${organization}: check the id.`);
    expect(JSON.parse((await run("tokens", "list", "--json")).stdout)).toHaveLength(2);
  });

  test("say what they do", async () => {
    expect((await run("--help")).stdout).toMatch(/serve[\s\S]*tokens/);
    const { stdout } = await run("tokens", "create", "--help");
    for (const word of ["--name", "--scope", "--organization", "--expires", "--json", "tokens:write"]) {
      expect(stdout).toContain(word);
    }
  });

  test.each([
    [["tokens", "create", "--scope", "tokens:read"], "--name"],
    [["tokens", "create", "--name", "x"], "--scope"],
    [["tokens", "create", "--name", "x".repeat(101), "--scope", "tokens:read"], "1 to 100 characters"],
    [["tokens", "create", "--name", "😀".repeat(101), "--scope", "tokens:read"], "1 to 100 characters"],
    [["tokens", "create", "--name", "x", "--scope", "everything"], "Allowed choices"],
    [["tokens", "create", "--name", "x", "--scope", "tokens:read", "--organization", "acme"], "must be a UUID"],
    [["tokens", "create", "--name", "x", "--scope", "tokens:read", "--expires", "0d"], "an instant to come"],
    [["tokens", "create", "--name", "x", "--scope", "tokens:read", "--expires", "2020-01-31T12:00:00Z"], "to come"],
    [["tokens", "create", "--name", "x", "--scope", "tokens:read"], "start the service once"],
    [["tokens", "revoke", organization], "There is no token with the id"],
    [["tokens", "show"], "unknown command"],
    [["serve", "--fast"], "unknown option"],
  ])("refuse %j with a sentence", async (words, sentence) => {
    const { code, stderr } = await run(...words);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain("    at ");
  });

  test("leave a file alone that holds no tokens", async () => {
    await writeFile(join(folder, "seats.db.tokens"), "not a database, but long enough to look like a header of one");
    const { code, stderr } = await run("tokens", "list");
    expect([code, stderr]).toEqual([1, expect.stringContaining("seats.db.tokens cannot be used")]);
  });
});

test("the file is this user's alone and holds no token", async () => {
  await writeFile(join(folder, "seats.db.tokens"), "", { mode: 0o666 });
  const accessToken = (await create("--organization", organization)).stdout.trim();
  const files = (await readdir(folder)).filter((file) => file.startsWith("seats.db.tokens"));
  for (const file of files) {
    expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    const bytes = await readFile(join(folder, file), "latin1");
    // Its last four characters are its hint; nothing else of it stands there.
    for (let at = "seat_tok_".length; at + 8 < accessToken.length; at += 1) {
      expect(bytes).not.toContain(accessToken.slice(at, at + 8));
    }
  }
  expect(files).not.toEqual([]);
});
