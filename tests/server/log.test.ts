// The log of the service: JSON, a line for each request, and never an e-mail, a name or a token, whatever goes wrong.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createPolarSandbox, servePolarSandbox } from "@seat-ledger/polar-sandbox";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";

const program = fileURLToPath(new URL("main.js", import.meta.resolve("@seat-ledger/server")));
const secrets = {
  polarToken: "polar_oat_Kq7uXnotInALog",
  accessToken: "first-token-notInALog-7731",
  wrongToken: "wrong-token-notInALog-9914",
  webhookSecret: "whsec_9h2Zs0vQ3notInALogeF8gH6jK4lN2pR",
  invitation: "seat_inv_notInALog0123456789abcdefghijklmnop",
  email: "ada.lovelace@analytical.example",
  buyer: "boss.buyer@analytical.example",
  name: "Lovelace-Byron",
  product: "Engine-Product-Words",
} as const;

let folder: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "seat-ledger-log-"));
});

afterEach(async () => {
  child?.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

async function started(environment: Record<string, string>) {
  const env = {
    PATH: process.env["PATH"] ?? "",
    PORT: "0",
    SEAT_LEDGER_DATABASE: join(folder, "seats.db"),
    ...environment,
  };
  const running = spawn(process.execPath, [program], { env, cwd: folder });
  child = running;
  const output = { stdout: "", stderr: "" };
  running.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  running.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  const exited = once(running, "close").then(([code]) => code as number | null);
  await expect.poll(() => output.stdout, { timeout: 30_000 }).toContain("the seat API answers at");
  const [, url = ""] = /answers at (\S+)\.\n/.exec(output.stdout) ?? [];
  const stop = async () => {
    running.kill("SIGINT");
    return await exited;
  };
  return { url, output, env, stop };
}

test("says what happened, and names nobody and no secret through everything that can go wrong", async () => {
  const sandbox = createPolarSandbox({ accessToken: secrets.polarToken });
  const organizationId = sandbox.createOrganization({ name: "Acme", slug: "acme" }).id;
  const productId = sandbox.createProduct({ organizationId, name: secrets.product, recurring: true }).id;
  const customerId = sandbox.createCustomer({ organizationId, email: secrets.buyer, name: secrets.name }).id;
  const subscriptionId = sandbox.createSubscription({ productId, customerId, seats: 3 }).id;
  let isBroken = false;
  const fetchOrBreak = async (request: Request) => {
    if (!isBroken) return await sandbox.fetch(request);
    const body = { error: "InternalServerError", detail: `${secrets.email} ${secrets.polarToken}` };
    return Response.json(body, { status: 500 });
  };
  const served = await servePolarSandbox({ sandbox: { ...sandbox, fetch: fetchOrBreak }, deliverEveryMs: null });
  const { url, output, env, stop } = await started({
    ...{ POLAR_ACCESS_TOKEN: secrets.polarToken, POLAR_SERVER: served.url, LOG_LEVEL: "trace" },
    ...{ POLAR_WEBHOOK_SECRET: secrets.webhookSecret, SEAT_LEDGER_ACCESS_TOKEN: secrets.accessToken },
  });
  const made = await promisify(execFile)(
    process.execPath,
    [program, "tokens", "create", "--name", "CI", "--scope", "customer_seats:read"],
    { env },
  );
  const madeToken = made.stdout.trim();

  const ask = (
    method: string,
    path: string,
    token: string | null,
    body?: string,
    headers: Record<string, string> = {},
  ) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        "content-type": "application/json",
        ...headers,
      },
      ...(body !== undefined && { body }),
    }).then(async (response) => ({ status: response.status, text: await response.text() }));
  const seat = JSON.stringify({
    subscription_id: subscriptionId,
    email: secrets.email,
    metadata: { name: secrets.name },
  });
  const statuses: number[] = [];
  const note = async (asked: ReturnType<typeof ask>) => void statuses.push((await asked).status);

  sandbox.webhooks.createEndpoint({ organizationId, url: `${url}/webhooks/polar`, secret: secrets.webhookSecret });
  sandbox.assignSeat({ subscriptionId, email: secrets.email });
  await sandbox.webhooks.flush();
  expect(sandbox.webhooks.deliveries().map(({ httpCode }) => httpCode)).toEqual([202]);
  await note(ask("POST", "/webhooks/polar", null, seat));
  await note(ask("GET", `/v1/customer-seats?subscription_id=${subscriptionId}`, madeToken));
  await note(ask("GET", `/v1/customer-seats?subscription_id=${subscriptionId}`, secrets.wrongToken));
  await note(ask("GET", `/v1/customer-seats?email=${secrets.email}&token=${secrets.wrongToken}`, secrets.accessToken));
  await note(ask("GET", `/v1/ledger/history?${secrets.email}=${secrets.wrongToken}`, secrets.accessToken));
  await note(ask("GET", `/v1/customer-seats/claim/${secrets.invitation}`, null));
  await note(ask("GET", `/v1/customer-seats/claim/${secrets.invitation}/stream`, null));
  await note(ask("POST", "/v1/customer-seats/claim", null, JSON.stringify({ invitation_token: secrets.invitation })));
  await note(ask("GET", `/${secrets.email}/${secrets.invitation}`, null));
  await note(ask("POST", "/v1/customer-seats", secrets.accessToken, seat.replace("ada.", "eve.")));
  await note(ask("POST", "/v1/customer-seats", secrets.accessToken, seat));
  await note(ask("POST", "/v1/customer-seats", secrets.accessToken, `{"${secrets.email}": "${secrets.name}"`));
  const spoken = {
    "x-request-id": secrets.email,
    "idempotency-key": secrets.email,
    "user-agent": secrets.name,
    referer: `http://${secrets.name}`,
  };
  await note(ask("GET", "/healthz", secrets.wrongToken, undefined, spoken));
  await note(ask("DELETE", "/v1/customer-seats/nobody", secrets.accessToken, undefined, spoken));
  isBroken = true;
  await note(ask("POST", "/v1/customer-seats", secrets.accessToken, seat.replace("ada.", "bob.")));
  isBroken = false;
  // A failure of the service's own, whose message holds a name.
  const file = new Database(join(folder, "seats.db.tokens"));
  file.exec(`alter table tokens rename to others; create view tokens as select * from "${secrets.name}"`);
  file.close();
  await note(ask("GET", "/v1/customer-seats", secrets.wrongToken));
  expect(await stop()).toBe(0);
  await served.close();

  for (const status of [200, 400, 401, 403, 404, 422, 500]) expect(statuses).toContain(status);
  const lines = output.stderr
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.filter(({ msg, route }) => msg === "answered" && route !== "/webhooks/polar")).toHaveLength(
    statuses.length - 1,
  );
  expect(lines.find(({ status }) => status === 500)).toMatchObject({ method: "GET", route: "/v1/customer-seats" });
  const failure = lines.find(({ error }) => error === "SqliteError");
  expect(failure).toMatchObject({
    msg: "a request failed",
    at: expect.arrayContaining([expect.stringContaining("findRights")]),
  });
  expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(["replaying", "started", "stopped"]));

  const kept = (await readdir(folder)).filter((name) => name.includes(".tokens"));
  const files = await Promise.all(kept.map((name) => readFile(join(folder, name), "latin1")));
  // The name stands in the file of tokens by our own doing.
  const { name, ...unnamed } = { ...secrets, everyEmail: secrets.email.slice("ada.".length) };
  for (const secret of [name, madeToken, ...Object.values(unnamed)]) {
    expect(output.stderr, secret).not.toContain(secret);
    expect(output.stdout, secret).not.toContain(secret);
  }
  for (const secret of [madeToken, ...Object.values(unnamed)]) expect(files.join("")).not.toContain(secret);
});
