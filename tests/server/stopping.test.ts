// How the service ends: what is under way is answered, streams are told when to come back, and nothing holds it up for ever.

import { createHmac } from "node:crypto";
import { createPolarSandbox, servePolarSandbox } from "@seat-ledger/polar-sandbox";
import { openLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { hintsOf, listen } from "../sent-events/listener.ts";
import { eventually } from "../streams/eventually.ts";
import { type RawConnection, running } from "./running.ts";

const token = "seat_ledger_demo";

/** A request to assign a seat, of which the end of the body is still to come. */
function halfAsked({ socket }: RawConnection, subscriptionId: string): string {
  const body = JSON.stringify({ subscription_id: subscriptionId, email: "late@example.com" });
  const head = ["POST /v1/customer-seats HTTP/1.1", "Host: seats", `Authorization: Bearer ${token}`];
  const type = ["Content-Type: application/json", `Content-Length: ${body.length}`, "", body.slice(0, 10)];
  socket.write([...head, ...type].join("\r\n"));
  return body.slice(10);
}

const webhookSecret = "whsec_9h2Zs0vQ3mX1aB7cD5eF8gH6jK4lN2pR";

/** A webhook as Polar sends it, of which the end of the body is still to come. */
function halfSent({ socket }: RawConnection, id: string, body: string): string {
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = createHmac("sha256", webhookSecret).update(`${id}.${timestamp}.${body}`).digest("base64");
  const head = ["POST /webhooks/polar HTTP/1.1", "Host: seats", `Content-Length: ${Buffer.byteLength(body)}`];
  const type = ["Content-Type: application/json", `webhook-id: ${id}`, `webhook-timestamp: ${timestamp}`];
  socket.write([...head, ...type, `webhook-signature: v1,${signature}`, "", body.slice(0, 10)].join("\r\n"));
  return body.slice(10);
}

/** The service beside a stand-in for Polar with one organization. */
async function runningBesidePolar() {
  const sandbox = createPolarSandbox({ accessToken: "polar_oat_x" });
  const organizationId = sandbox.createOrganization({ name: "Acme", slug: "acme" }).id;
  const served = await servePolarSandbox({ sandbox, deliverEveryMs: null });
  const service = await running({
    ...{ POLAR_ACCESS_TOKEN: "polar_oat_x", POLAR_SERVER: served.url, POLAR_WEBHOOK_SECRET: webhookSecret },
    SEAT_LEDGER_ACCESS_TOKEN: token,
  });
  return {
    ...{ sandbox, organizationId, service },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await served.close();
    },
  };
}

describe("at SIGTERM", () => {
  test("a request under way is answered, streams end with a hint, nothing new is taken, and the code is 0", async () => {
    await using service = await running();
    const seats = `/v1/ledger/streams/seats?subscription_id=${service.subscriptionId}`;
    const streams = await Promise.all(
      [seats, "/v1/ledger/streams/events"].map((path) => listen(service.url, path, { token })),
    );
    const told = streams.map((stream) => stream.rest());
    const late = await service.connected();
    const rest = halfAsked(late, service.subscriptionId);
    const silent = await service.connected();
    const slow = await service.connected();
    slow.socket.write("GET /healthz HTTP/1.1\r\nHost:");
    // What was sent before is there once an answer to something sent after it is.
    await fetch(`${service.url}/healthz`);
    service.kill("SIGTERM");
    for (const heard of await Promise.all(told)) {
      expect(heard.at(-1)).toEqual({ id: null, event: "end", data: { reason: "Stopping" } });
    }
    // One at the beginning of each stream, and one at its end.
    for (const stream of streams) expect(hintsOf(stream)).toHaveLength(2);
    await Promise.all([silent.closed, slow.closed]);
    await expect(service.connected()).rejects.toThrow("ECONNREFUSED");
    late.socket.write(rest);
    await late.closed;
    expect(late.heard()).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(late.heard()).toContain('"email":"late@example.com"');
    expect(late.heard()).toMatch(/^connection: close\r$/im);
    expect(await service.exited).toBe(0);
    expect(service.output()).toMatch(/Stopped\.\n$/);
  });

  test("a webhook under way is kept, applied and answered 202", async () => {
    await using beside = await runningBesidePolar();
    const { sandbox, organizationId, service } = beside;
    sandbox.webhooks.createEndpoint({ organizationId, url: `${service.url}/webhooks/polar`, secret: webhookSecret });
    const customer = sandbox.createCustomer({ organizationId, email: "buyer@acme.example" });
    const webhook = sandbox.webhooks.events().find(({ type }) => type === "customer.created");
    const late = await service.connected();
    const rest = halfSent(late, webhook?.id ?? "", webhook?.payload ?? "");
    const silent = await service.connected();
    await fetch(`${service.url}/healthz`);
    service.kill("SIGTERM");
    await silent.closed;
    late.socket.write(rest);
    await late.closed;
    expect(late.heard()).toMatch(/^HTTP\/1.1 202 Accepted\r\n/);
    expect(await service.exited).toBe(0);
    await using ledger = await openLedger({ file: service.file });
    expect(await ledger.inbox.get(webhook?.id ?? "")).toMatchObject({ origin: "webhook", state: "applied" });
    expect(await ledger.getCustomer({ customerId: customer.id })).toMatchObject({ email: "buyer@acme.example" });
  });

  test("an open connection is answered what it asks next, as ever, and told that it ends", async () => {
    await using service = await running({ STOP_IDLE_SECONDS: "3600" });
    const kept = await service.connected();
    const ask = (path: string) =>
      kept.socket.write(`GET ${path} HTTP/1.1\r\nHost: seats\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    ask("/healthz");
    await eventually(() => expect(kept.heard()).toContain('{"status":"ok"}'));
    service.kill("SIGTERM");
    await eventually(async () => {
      const another = await service.connected().catch(() => null);
      another?.socket.destroy();
      expect(another).toBeNull();
    });
    // In one packet: who sends requests without waiting for answers gets them all.
    kept.socket.cork();
    ask("/readyz");
    ask("/v1/ledger/pools");
    kept.socket.uncork();
    await kept.closed;
    const [, ...answers] = kept.heard().split("HTTP/1.1 ");
    const statuses = answers.map((answer) => answer.split("\r\n")[0]);
    expect(statuses, "whoever balances load is told that it stops").toEqual([
      "200 OK",
      "503 Service Unavailable",
      "200 OK",
    ]);
    const connections = answers.map((answer) => /^connection: (.*)\r$/im.exec(answer)?.[1]);
    expect(connections).toEqual(["keep-alive", "keep-alive", "close"]);
    expect(await service.exited).toBe(0);
  });

  test("what takes longer than STOP_TIMEOUT_SECONDS is cut off, and the code is 1", async () => {
    await using service = await running({ STOP_TIMEOUT_SECONDS: "0.3" });
    const late = await service.connected();
    halfAsked(late, service.subscriptionId);
    await fetch(`${service.url}/healthz`);
    service.kill("SIGTERM");
    await late.closed;
    expect(late.heard()).toBe("");
    expect(await service.exited).toBe(1);
    expect(service.output()).toContain("What was still under way after 0.3 s was cut off.");
  });

  test.each([["SIGTERM"], ["SIGINT"]] as const)("a later signal, %s, ends it at once", async (later) => {
    await using service = await running({ STOP_TIMEOUT_SECONDS: "3600" });
    const late = await service.connected();
    halfAsked(late, service.subscriptionId);
    const stream = await listen(service.url, "/v1/ledger/streams/pools", { token });
    service.kill("SIGTERM");
    await stream.rest();
    const again = setInterval(() => service.kill(later), 50);
    expect(await service.exited).toBe(later);
    clearInterval(again);
  });

  test("a signal that comes twice at once, as wrappers send it, is one", async () => {
    await using service = await running();
    const late = await service.connected();
    const rest = halfAsked(late, service.subscriptionId);
    const silent = await service.connected();
    await fetch(`${service.url}/healthz`);
    for (const signal of ["SIGINT", "SIGINT", "SIGTERM"] as const) service.kill(signal);
    await silent.closed;
    late.socket.write(rest);
    await late.closed;
    expect(late.heard()).toContain('"email":"late@example.com"');
    expect(await service.exited).toBe(0);
  });
});

describe("a client that is too slow is let go of", () => {
  test("with its headers, with its body, and after its answer", async () => {
    await using service = await running({
      HEADERS_TIMEOUT_SECONDS: "0.2",
      REQUEST_TIMEOUT_SECONDS: "0.4",
      KEEP_ALIVE_TIMEOUT_SECONDS: "0.1",
    });
    const [headers, body, idle] = [await service.connected(), await service.connected(), await service.connected()];
    headers.socket.write("GET /healthz HTTP/1.1\r\nHost:");
    halfAsked(body, service.subscriptionId);
    idle.socket.write("GET /healthz HTTP/1.1\r\nHost: seats\r\n\r\n");
    await Promise.all([headers.closed, body.closed, idle.closed]);
    expect(headers.heard()).toMatch(/^HTTP\/1.1 408 /);
    expect(body.heard()).toMatch(/^HTTP\/1.1 408 /);
    expect(idle.heard()).toMatch(/^HTTP\/1.1 200 OK/);
  });

  test("and one whose headers are too large is told so", async () => {
    await using service = await running({ MAX_HEADER_BYTES: "1024" });
    const large = await service.connected();
    large.socket.write(`GET /healthz HTTP/1.1\r\nHost: seats\r\nX-Large: ${"x".repeat(2_000)}\r\n\r\n`);
    await eventually(() => expect(large.heard()).toMatch(/^HTTP\/1.1 431 /));
  });

  test.each([
    [{ STOP_TIMEOUT_SECONDS: "soon" }, "STOP_TIMEOUT_SECONDS must be a number of seconds from 0.1 to 3600."],
    [{ MAX_HEADER_BYTES: "1" }, "MAX_HEADER_BYTES must be a whole number of bytes from 1024 to 1048576."],
  ])("but no setting of it is guessed: %o", async (environment, sentence) => {
    await expect(running(environment)).rejects.toThrow(`seat-ledger: ${sentence}`);
  });
});
