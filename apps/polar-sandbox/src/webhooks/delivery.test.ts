// How webhooks reach an endpoint: signed, in order, again and again, until Polar gives up.

import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { listener, listenTo } from "../../testing/listener.ts";
import { setting } from "../../testing/setting.ts";

const failing = () => new Response("no\0thing", { status: 503 });

function listening(options: Parameters<typeof setting>[0] = {}) {
  const ears = listener();
  const stage = setting({ deliver: ears.deliver, ...options });
  const endpoint = listenTo(stage.sandbox, stage.organization.id);
  const emit = (...ids: string[]) => {
    for (const id of ids) stage.sandbox.emit("test.event", { id });
  };
  const heardIds = () => ears.heard.map(({ data }) => data["id"]);
  return { ...stage, ears, endpoint, emit, heardIds };
}

test("signs with the UTF-8 bytes of the whole secret, prefix and all", async () => {
  const { sandbox, emit, ears, endpoint } = listening();
  emit("1");
  await sandbox.webhooks.flush();
  const [heard] = ears.heard;
  const seconds = Date.parse("2026-11-02T10:00:00Z") / 1000;
  const signature = createHmac("sha256", endpoint.secret)
    .update(`${heard?.id}.${seconds}.${heard?.body}`)
    .digest("base64");
  expect(endpoint.secret).toMatch(/^whsec_.{40,}$/);
  expect(Object.fromEntries(heard?.headers ?? [])).toMatchObject({
    "webhook-id": sandbox.webhooks.events()[0]?.id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1,${signature}`,
    "user-agent": "polar.sh webhooks",
  });
});

test("signs with what the secret's base64 stands for, where the endpoint is said to do so", async () => {
  const ears = listener();
  const { sandbox, organization } = setting({ deliver: ears.deliver });
  const secret = `whsec_${Buffer.from("a key of its own").toString("base64")}`;
  const url = "https://merchant.example/polar";
  sandbox.webhooks.createEndpoint({ organizationId: organization.id, url, secret, usesStandardWebhookSignature: true });
  sandbox.emit("test.event", { id: "1" });
  await sandbox.webhooks.flush();
  const [heard] = ears.heard;
  const signed = `${heard?.id}.${heard?.headers.get("webhook-timestamp")}.${heard?.body}`;
  const signature = createHmac("sha256", "a key of its own").update(signed).digest("base64");
  expect(heard?.headers.get("webhook-signature")).toBe(`v1,${signature}`);
});

test("first attempts keep the order, and after a failure later events overtake", async () => {
  const { sandbox, emit, ears, heardIds } = listening();
  ears.answerWith(({ data }) => (data["id"] === "1" ? failing() : new Response()));
  emit("1", "2", "3");
  expect(await sandbox.webhooks.flush()).toBe(3);
  expect(heardIds()).toEqual(["1", "2", "3"]);
  ears.answerWith(() => new Response());
  emit("4");
  expect(await sandbox.webhooks.advance(60_000)).toBe(2);
  expect(heardIds()).toEqual(["1", "2", "3", "4", "1"]);
  expect(new Set(ears.heard.map(({ id }) => id)).size).toBe(4);
});

test("tries ten times, each time later than before, and then gives up", async () => {
  const { sandbox, emit, ears } = listening();
  ears.answerWith(failing);
  emit("1");
  await sandbox.webhooks.advance(24 * 3_600_000);
  const waits = ears.heard.map(({ headers }) => Number(headers.get("webhook-timestamp")));
  expect(waits).toHaveLength(10);
  const gaps = waits.slice(1).map((at, index) => at - (waits[index] ?? 0));
  for (const [index, gap] of gaps.entries()) {
    const whole = Math.min(2 ** (index + 2), 1200);
    expect(gap).toBeGreaterThanOrEqual(whole / 2 - 1);
    expect(gap).toBeLessThanOrEqual(whole + 1);
  }
  expect(sandbox.webhooks.events()).toMatchObject([{ succeeded: false, skipped: false, lastHttpCode: 503 }]);
  expect(sandbox.webhooks.deliveries().at(0)).toMatchObject({ succeeded: false, httpCode: 503, response: "nothing" });
  expect(sandbox.webhooks.nextDueAt()).toBeNull();
});

test("switches an endpoint off after ten failed events in a row, skips what waits, and records nothing while it is off", async () => {
  const { sandbox, emit, ears, endpoint, heardIds } = listening();
  const enabled = () => sandbox.webhooks.endpoints()[0]?.enabled;
  ears.answerWith(failing);
  emit(..."abcdefghi");
  await sandbox.webhooks.advance(24 * 3_600_000);
  expect([enabled(), ears.heard.length]).toEqual([true, 90]);
  emit("j");
  await sandbox.webhooks.advance(16 * 60_000);
  emit("waiting");
  while (enabled()) await sandbox.webhooks.advance(1000);
  expect(sandbox.webhooks.events().at(-1)).toMatchObject({ succeeded: null, skipped: true });
  ears.forget();
  ears.answerWith(() => new Response());
  emit("missed");
  sandbox.webhooks.updateEndpoint(endpoint.id, { enabled: true });
  emit("heard");
  await sandbox.webhooks.advance(24 * 3_600_000);
  expect(heardIds()).toEqual(["heard"]);
});

test("what is due while the endpoint is off is skipped, and only a redelivery sends it", async () => {
  const { sandbox, emit, ears, endpoint, heardIds } = listening();
  emit("1");
  sandbox.webhooks.updateEndpoint(endpoint.id, { enabled: false });
  expect(await sandbox.webhooks.flush()).toBe(0);
  sandbox.webhooks.updateEndpoint(endpoint.id, { enabled: true });
  expect(await sandbox.webhooks.flush()).toBe(0);
  const [event] = sandbox.webhooks.events();
  expect(event).toMatchObject({ succeeded: null, skipped: true });
  for (const _ of [1, 2]) {
    sandbox.webhooks.redeliver(event?.id ?? "");
    await sandbox.webhooks.flush();
  }
  expect([heardIds(), ears.heard.map(({ id }) => id)]).toEqual([
    ["1", "1"],
    [event?.id, event?.id],
  ]);
  expect(sandbox.webhooks.events()).toMatchObject([{ succeeded: true, skipped: false }]);
});

test("a success among the last ten events keeps the endpoint on", async () => {
  const { sandbox, emit, ears } = listening();
  ears.answerWith(({ data }) => (data["id"] === "e" ? new Response() : failing()));
  emit(..."abcdefghijkl");
  await sandbox.webhooks.advance(24 * 3_600_000);
  expect(sandbox.webhooks.endpoints()).toMatchObject([{ enabled: true }]);
});

test("counts a redirect, a refused connection and an answer that never comes as failures", async () => {
  const { sandbox, emit, ears } = listening({ webhookTimeoutMs: 20 });
  ears.answerWith(({ data }) => {
    if (data["id"] === "moved") return Response.redirect("https://merchant.example/elsewhere", 301);
    if (data["id"] === "down") throw new TypeError("connection refused");
    return new Promise(() => {});
  });
  emit("moved", "down", "never");
  await sandbox.webhooks.flush();
  expect(
    sandbox.webhooks.deliveries().map(({ succeeded, httpCode, response }) => [succeeded, httpCode, response]),
  ).toEqual([
    [false, 301, null],
    [false, null, "connection refused"],
    [false, null, "The endpoint did not answer in time."],
  ]);
});

test("two flushes at once deliver nothing twice, and what is made on the way is delivered too", async () => {
  const { sandbox, emit, ears, heardIds } = listening();
  ears.answerWith(({ data }) => {
    if (data["id"] === "1") emit("3");
    return new Response();
  });
  emit("1", "2");
  expect(await Promise.all([sandbox.webhooks.flush(), sandbox.webhooks.flush()])).toEqual([3, 0]);
  expect(heardIds()).toEqual(["1", "2", "3"]);
});

test("delivers over HTTP where it isn't told otherwise", async () => {
  const { sandbox, organization } = setting();
  const { createServer } = await import("node:http");
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.on("data", (chunk) => bodies.push(String(chunk)));
    request.on("end", () => response.writeHead(request.url === "/moved" ? 302 : 204, { location: "/" }).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const { id } = sandbox.webhooks.createEndpoint({ organizationId: organization.id, url: `http://127.0.0.1:${port}/` });
  sandbox.emit("test.event", { id: "1" });
  await sandbox.webhooks.flush();
  sandbox.webhooks.updateEndpoint(id, { url: `http://127.0.0.1:${port}/moved` });
  sandbox.emit("test.event", { id: "2" });
  await sandbox.webhooks.flush();
  server.close();
  expect(bodies.map((body) => JSON.parse(body).data.id)).toEqual(["1", "2"]);
  expect(sandbox.webhooks.deliveries().map(({ httpCode }) => httpCode)).toEqual([204, 302]);
});

test("who listens changes no id of anything else", () => {
  const quiet = setting();
  const { sandbox, organization, pool } = setting();
  listenTo(sandbox, organization.id);
  const email = "ada@acme.example";
  expect(sandbox.assignSeat({ ...pool, email }).id).toBe(quiet.sandbox.assignSeat({ ...quiet.pool, email }).id);
});
