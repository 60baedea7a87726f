// The service as a program: started as a user starts it, asked over HTTP, stopped by a signal.

import { type ChildProcess, exec, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createPolarSandbox, servePolarSandbox } from "@seat-ledger/polar-sandbox";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const program = fileURLToPath(new URL("main.js", import.meta.resolve("@seat-ledger/server")));

let folder: string;
const started = new Set<ChildProcess>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "seat-ledger-service-"));
});

afterEach(async () => {
  for (const child of started) child.kill("SIGKILL");
  started.clear();
  await rm(folder, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  output(): string;
  errors(): string;
  exited: Promise<number | null>;
}

function start(environment: Record<string, string> = {}): Running {
  const env = {
    PATH: process.env["PATH"] ?? "",
    PORT: "0",
    SEAT_LEDGER_DATABASE: join(folder, "seats.db"),
    ...environment,
  };
  const child = spawn(process.execPath, [program], { env, cwd: folder });
  started.add(child);
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const exited = once(child, "close").then(([code]) => code as number | null);
  return { child, output: () => output, errors: () => errors, exited };
}

async function ready(running: Running): Promise<string> {
  await expect.poll(running.output, { timeout: 30_000 }).toContain("Ctrl-C stops.");
  return running.output();
}

async function stop(running: Running): Promise<number | null> {
  running.child.kill("SIGINT");
  return await running.exited;
}

describe("a start without settings", () => {
  test("replays the sandbox, prints three commands that work as printed, and stops cleanly", async () => {
    const running = start();
    const output = await ready(running);
    expect(output).toMatch(/Replayed the Polar sandbox .*\n {2}\d+ pools, \d+ seats: \d+ events appended/);
    const commands = output.split("\n").filter((line) => line.startsWith("  curl "));
    expect(commands).toHaveLength(3);
    const answers = [];
    for (const command of commands) answers.push(JSON.parse((await promisify(exec)(command)).stdout));
    const [list, assigned, history] = answers;
    expect(list.seats.length).toBeGreaterThan(0);
    expect(assigned).toMatchObject({ status: "pending", email: "guest1@example.com" });
    expect(history.entries.length).toBeGreaterThan(1);
    expect(await stop(running)).toBe(0);
    expect(running.output()).toMatch(/Stopped\.\n$/);
    expect(running.errors()).not.toMatch(/error/i);
  });

  test("stops although somebody holds a connection and says nothing", async () => {
    const running = start();
    const port = Number(/answers at http:\/\/127\.0\.0\.1:(\d+)/.exec(await ready(running))?.[1]);
    const silent = connect(port, "127.0.0.1");
    await once(silent, "connect");
    silent.on("error", () => {});
    expect(await stop(running)).toBe(0);
    silent.destroy();
  });

  test("prints commands that work with a token of one's own, without repeating it", async () => {
    const token = "my-own-token";
    const running = start({ SEAT_LEDGER_ACCESS_TOKEN: token });
    const output = await ready(running);
    expect(output).not.toContain(token);
    const [list = ""] = output.split("\n").filter((line) => line.startsWith("  curl "));
    const { stdout } = await promisify(exec)(list, { env: { ...process.env, SEAT_LEDGER_ACCESS_TOKEN: token } });
    expect(JSON.parse(stdout).seats.length).toBeGreaterThan(0);
    await stop(running);
  });

  test("goes on from the same file at the second start and appends nothing for what is known", async () => {
    const first = start();
    const [, assign = ""] = (await ready(first)).split("\n").filter((line) => line.startsWith("  curl "));
    await promisify(exec)(assign);
    await stop(first);
    const second = start();
    const output = await ready(second);
    expect(output).toContain("nothing new");
    const [, assignAgain = ""] = output.split("\n").filter((line) => line.startsWith("  curl "));
    expect(JSON.parse((await promisify(exec)(assignAgain)).stdout)).toMatchObject({ email: "guest2@example.com" });
    await stop(second);
  });
});

describe("a start beside Polar", () => {
  test("takes in the webhooks of an endpoint whose secret it was told, also a former one, and no others", async () => {
    const secret = "whsec_9h2Zs0vQ3mX1aB7cD5eF8gH6jK4lN2pR";
    const sandbox = createPolarSandbox({ accessToken: "polar_oat_x" });
    const organizationId = sandbox.createOrganization({ name: "Acme", slug: "acme" }).id;
    const productId = sandbox.createProduct({ organizationId, name: "Maps", recurring: true }).id;
    const customerId = sandbox.createCustomer({ organizationId, email: "buyer@acme.example" }).id;
    const subscriptionId = sandbox.createSubscription({ productId, customerId, seats: 3 }).id;
    const served = await servePolarSandbox({ sandbox, deliverEveryMs: null });
    const running = start({
      POLAR_ACCESS_TOKEN: "polar_oat_x",
      POLAR_SERVER: served.url,
      POLAR_WEBHOOK_SECRET: `whsec_the-next-one-that-polar-has-not-shown-yet, ${secret}`,
      SEAT_LEDGER_ACCESS_TOKEN: "mine",
    });
    await expect.poll(running.output, { timeout: 30_000 }).toContain("the seat API answers at");
    const [, url = ""] = /answers at (\S+)\.\n/.exec(running.output()) ?? [];
    sandbox.webhooks.createEndpoint({ organizationId, url: `${url}/webhooks/polar`, secret });
    sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
    await sandbox.webhooks.flush();
    expect(sandbox.webhooks.deliveries()).toMatchObject([{ httpCode: 202 }]);
    const seats = async () => {
      const headers = { authorization: "Bearer mine" };
      const answer = await fetch(`${url}/v1/customer-seats?subscription_id=${subscriptionId}`, { headers });
      return JSON.parse(await answer.text()).seats;
    };
    await expect.poll(seats).toMatchObject([{ status: "pending", email: "ada@acme.example" }]);
    const headers = { authorization: "Bearer mine", "content-type": "application/json" };
    const body = JSON.stringify({ subscription_id: subscriptionId, email: "bob@acme.example" });
    expect((await fetch(`${url}/v1/customer-seats`, { method: "POST", headers, body })).status).toBe(200);
    expect(sandbox.record.at(-1), "written through to Polar").toMatchObject({ email: "bob@acme.example" });
    const forged = await fetch(`${url}/webhooks/polar`, { method: "POST", body: "{}" });
    expect(forged.status).toBe(403);
    const requestId = forged.headers.get("X-Request-Id");
    await expect.poll(running.errors).toContain(`"status":403,"requestId":"${requestId}"`);
    const own = "0b1f6c1e6a0e4f0e9d523f2f7a2b8c11";
    const named = await fetch(`${url}/webhooks/polar`, {
      method: "POST",
      body: "{}",
      headers: { "X-Request-Id": own },
    });
    expect(named.headers.get("X-Request-Id")).toBe(own);
    await expect.poll(running.errors).toContain(`"status":403,"requestId":"${own}"`);
    expect(await stop(running)).toBe(0);
    await served.close();
  });

  test("takes in webhooks while the first pass runs, and serves nothing else until it has ended", async () => {
    const secret = "whsec_9h2Zs0vQ3mX1aB7cD5eF8gH6jK4lN2pR";
    const sandbox = createPolarSandbox({ accessToken: "polar_oat_x" });
    const organizationId = sandbox.createOrganization({ name: "Acme", slug: "acme" }).id;
    sandbox.createProduct({ organizationId, name: "Maps", recurring: true });
    const [asked, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const fetchSlowly = async (request: Request) => {
      if (request.url.includes("/subscriptions")) {
        asked.resolve();
        await goesOn.promise;
      }
      return await sandbox.fetch(request);
    };
    const served = await servePolarSandbox({ sandbox: { ...sandbox, fetch: fetchSlowly }, deliverEveryMs: null });
    const port = await freePort();
    const running = start({
      ...{ POLAR_ACCESS_TOKEN: "polar_oat_x", POLAR_SERVER: served.url, POLAR_WEBHOOK_SECRET: secret },
      ...{ SEAT_LEDGER_ACCESS_TOKEN: "mine", PORT: String(port) },
    });
    await asked.promise;
    const url = `http://127.0.0.1:${port}`;
    sandbox.webhooks.createEndpoint({ organizationId, url: `${url}/webhooks/polar`, secret });
    sandbox.createCustomer({ organizationId, email: "buyer@acme.example" });
    await sandbox.webhooks.flush();
    expect(new Set(sandbox.webhooks.deliveries().map(({ httpCode }) => httpCode))).toEqual(new Set([202]));
    const mine = { headers: { authorization: "Bearer mine" } };
    const statusOf = async (path: string) => {
      const answer = await fetch(`${url}${path}`, mine);
      return [path, answer.status, answer.headers.get("content-type")?.split(";")[0]];
    };
    expect(await statusOf("/v1/customer-seats")).toEqual(["/v1/customer-seats", 503, "application/json"]);
    expect(await statusOf("/v1/ledger/pools")).toEqual(["/v1/ledger/pools", 503, "application/problem+json"]);
    expect(await statusOf("/readyz")).toEqual(["/readyz", 503, "application/problem+json"]);
    expect(await statusOf("/healthz")).toEqual(["/healthz", 200, "application/json"]);
    goesOn.resolve();
    await expect.poll(running.output, { timeout: 30_000 }).toContain("the seat API answers at");
    expect(await statusOf("/readyz")).toEqual(["/readyz", 200, "application/json"]);
    const drift = await (await fetch(`${url}/v1/ledger/drift`, mine)).json();
    expect(drift).toMatchObject({ last_complete_pass: expect.any(String), last_pass: { complete: true } });
    const metrics = await (await fetch(`${url}/metrics`, mine)).text();
    expect(metrics).toMatch(/^seat_ledger_sync_lag_seconds 0$/m);
    expect(await stop(running)).toBe(0);
    await served.close();
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

describe("a start that cannot be", () => {
  async function refusal(environment: Record<string, string>): Promise<string> {
    const running = start(environment);
    expect(await running.exited).toBe(1);
    return running.errors().replace(/^\{.*"msg":"replaying"\}\n/gm, "");
  }

  test("names the port that is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address ? String(address.port) : "";
    expect(await refusal({ PORT: port })).toBe(
      `seat-ledger: Port ${port} on 127.0.0.1 is in use: set PORT to another one.\n`,
    );
    other.close();
  });

  test.each([
    [{ PORT: "eighty" }, "PORT must be a port number from 0 to 65535."],
    [{ POLAR_SERVER: "staging" }, "POLAR_SERVER must be production, sandbox or an http(s) address."],
    [{ SEAT_LEDGER_DATABASE: "postgres://localhost/seats" }, "SEAT_LEDGER_DATABASE names a PostgreSQL database"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL must be one of trace, debug, info"],
    [{ SEAT_LEDGER_CORS_ORIGINS: "https://app.acme.example/" }, "SEAT_LEDGER_CORS_ORIGINS must be origins such as"],
    [{ SEAT_LEDGER_TRUSTED_PROXIES: "10.0.0.0/8, proxy" }, "SEAT_LEDGER_TRUSTED_PROXIES must be addresses or networks"],
    [{ SEAT_LEDGER_RATE_LIMITS: "none" }, "SEAT_LEDGER_RATE_LIMITS must be on or off"],
    [{ HOST: "0.0.0.0" }, "SEAT_LEDGER_ACCESS_TOKEN must be set when HOST is 0.0.0.0"],
    [{ SEAT_LEDGER_ACCESS_TOKEN: "two words" }, "SEAT_LEDGER_ACCESS_TOKEN must be without spaces"],
    [{ POLAR_ACCESS_TOKEN: "polar_oat_x" }, "SEAT_LEDGER_ACCESS_TOKEN must be set when POLAR_ACCESS_TOKEN is"],
  ])("says in one sentence what is wrong with %o", async (environment, sentence) => {
    const message = await refusal(environment);
    expect(message).toContain(`seat-ledger: ${sentence}`);
    expect(message.trim().split("\n")).toHaveLength(1);
  });

  test("names a Polar that cannot be reached", async () => {
    const polar = {
      POLAR_ACCESS_TOKEN: "polar_oat_x",
      POLAR_SERVER: "http://127.0.0.1:9",
      SEAT_LEDGER_ACCESS_TOKEN: "x",
    };
    expect(await refusal(polar)).toBe(
      "seat-ledger: http://127.0.0.1:9 could not be reached: check POLAR_SERVER and the network, then start again.\n",
    );
  });

  test("names a token that Polar refuses, without repeating it", async () => {
    const served = await servePolarSandbox({ sandbox: createPolarSandbox({ accessToken: "polar_oat_right" }) });
    const polar = { POLAR_ACCESS_TOKEN: "polar_oat_wrong", POLAR_SERVER: served.url, SEAT_LEDGER_ACCESS_TOKEN: "x" };
    const message = await refusal(polar);
    expect(message).toContain("answered 401: check POLAR_ACCESS_TOKEN");
    expect(message).not.toContain("polar_oat_wrong");
    await served.close();
  });

  test("names a database in a folder that is not there", async () => {
    const file = join(folder, "missing", "seats.db");
    expect(await refusal({ SEAT_LEDGER_DATABASE: file })).toBe(
      `seat-ledger: The ledger ${file} cannot be written: its folder must exist, it must be a file, and both must be writable.\n`,
    );
  });

  test("names a folder that cannot be written, even by root", async () => {
    expect(await refusal({ SEAT_LEDGER_DATABASE: "/proc/seats.db" })).toContain("/proc/seats.db cannot be written");
  });

  test("leaves a file alone that is no ledger", async () => {
    const file = join(folder, "notes.txt");
    await writeFile(file, "not a database, but long enough to look like a header of one");
    expect(await refusal({ SEAT_LEDGER_DATABASE: file })).toContain("is not a seat ledger");
  });
});

describe("a client that asks too often", () => {
  /** What 70 wrong tokens are answered, each passed on for another client. */
  async function statuses(environment: Record<string, string>): Promise<readonly number[]> {
    const running = start(environment);
    const [, url = ""] = /answers at (\S+)\.\n/.exec(await ready(running)) ?? [];
    const found = new Set<number>();
    for (let client = 0; client < 70; client += 1) {
      const headers = { authorization: "Bearer wrong", "x-forwarded-for": `198.51.100.${client}` };
      found.add((await fetch(`${url}/v1/customer-seats`, { headers })).status);
    }
    await stop(running);
    return [...found];
  }

  test("is counted by its own address behind a proxy that is trusted, and with the proxy where it is not", async () => {
    expect(await statuses({ SEAT_LEDGER_TRUSTED_PROXIES: "127.0.0.0/8" })).toEqual([401]);
    expect(await statuses({})).toEqual([401, 429]);
  });

  test("is never refused for it where the limits are off", async () => {
    expect(await statuses({ SEAT_LEDGER_RATE_LIMITS: "off" })).toEqual([401]);
  });
});
