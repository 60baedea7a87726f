// Which requests a webhook handler takes in, and what it answers to the others. Signatures are made here as Polar makes
// them, and by Polar's SDK's own counterpart they are checked.

import { webhooks } from "@polar-sh/sdk/2026-10";
import { createPolarWebhookHandler } from "@seat-ledger/polar";
import { openLedger } from "seat-ledger";
import { expect, onTestFinished, test } from "vitest";
import { requestOf, type Sent, secret, setStage, signatureOf } from "./stage.ts";

const at = new Date("2026-10-05T09:00:00Z");
const webhook: Sent = {
  id: "7b1f0000-0000-4000-8000-000000000001",
  body: JSON.stringify({ type: "checkout.updated", timestamp: at.toISOString(), data: { id: "x" } }),
};

async function scene({ secrets = [secret] as readonly string[], now = at } = {}) {
  const lines: string[] = [];
  const tell = (facts: object, message: string) => lines.push(`${message} ${JSON.stringify(facts)}`);
  const ledger = await openLedger({ file: ":memory:" });
  const handle = createPolarWebhookHandler({ ledger, secrets, clock: () => now, logger: { warn: tell, error: tell } });
  onTestFinished(async () => {
    await handle.close();
    await ledger.close();
  });
  const answer = async (request: Request) => (await handle(request)).status;
  const count = async () => (await ledger.inbox.list()).observations.length;
  return { ledger, handle, answer, count, lines };
}

test("a signed webhook is answered 202 and kept as it came", async () => {
  const { ledger, answer } = await scene();
  expect(await answer(requestOf(webhook, { at }))).toBe(202);
  expect(await ledger.inbox.get(webhook.id)).toMatchObject({
    origin: "webhook",
    originId: webhook.id,
    type: "checkout.updated",
    body: webhook.body,
    sourceAt: at,
    observedAt: at,
    state: "applied",
  });
});

test("what the handler takes in, Polar's own SDK takes for Polar's too", async () => {
  const request = requestOf(
    { ...webhook, body: webhook.body.replace("checkout.updated", "product.created") },
    { at: new Date() },
  );
  const { answer } = await scene({ now: new Date() });
  const body = await request.clone().text();
  const event = await webhooks.validateEvent(body, Object.fromEntries(request.headers), secret);
  expect(event.type).toBe("product.created");
  expect(await answer(request)).toBe(202);
});

test("each of several secrets is taken, so that one can replace another", async () => {
  const { answer } = await scene({ secrets: ["polar_whs_old", secret] });
  expect(await answer(requestOf(webhook, { at, secret: "polar_whs_old" }))).toBe(202);
  expect(await answer(requestOf({ ...webhook, id: "msg_2" }, { at }))).toBe(202);
});

test("one good signature among several is enough, whatever the others are", async () => {
  const { answer } = await scene();
  const good = signatureOf(webhook, at.getTime() / 1_000);
  const signature = `v1a,${good.slice(3)} v1,AAAA nonsense v1 ${good} v2,${good.slice(3)}`;
  expect(await answer(requestOf(webhook, { at, headers: { "webhook-signature": signature } }))).toBe(202);
});

test("an endpoint that signs as Standard Webhooks is taken too, by a key that can't be guessed", async () => {
  const long = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
  const short = `whsec_${Buffer.alloc(16, 7).toString("base64")}`;
  const { answer } = await scene({ secrets: [long, short] });
  const signed = (bytes: number) =>
    requestOf(webhook, {
      at,
      headers: { "webhook-signature": signatureOf(webhook, at.getTime() / 1_000, Buffer.alloc(bytes, 7)) },
    });
  expect(await answer(signed(24))).toBe(202);
  expect(await answer(signed(16))).toBe(403);
});

const seconds = at.getTime() / 1_000;
test.each<[string, Record<string, string>]>([
  ["another secret", { "webhook-signature": signatureOf(webhook, seconds, "whsec_other") }],
  [
    "the secret without its prefix",
    { "webhook-signature": signatureOf(webhook, seconds, secret.replace("whsec_", "")) },
  ],
  ["another id", { "webhook-id": "another" }],
  ["no id", { "webhook-id": "" }],
  ["no signature", { "webhook-signature": "" }],
  ["a signature without a version", { "webhook-signature": signatureOf(webhook, seconds).slice(3) }],
  ["a signature of another version", { "webhook-signature": signatureOf(webhook, seconds).replace("v1,", "v2,") }],
  ["half a signature", { "webhook-signature": signatureOf(webhook, seconds).slice(0, 20) }],
  ["an empty signature", { "webhook-signature": "v1," }],
])("a webhook with %s is refused, and nothing is kept", async (_, headers) => {
  const { answer, count } = await scene();
  expect(await answer(requestOf(webhook, { at, headers }))).toBe(403);
  expect(await count()).toBe(0);
});

test("a body that was changed by one byte is refused", async () => {
  const { answer } = await scene();
  const request = requestOf(webhook, { at });
  const changed = new Request(request, { body: `${webhook.body} ` });
  expect(await answer(changed)).toBe(403);
});

test("a webhook is good for five minutes before and after its time, to the second", async () => {
  const { answer } = await scene();
  const sentAt = (offset: number) => requestOf(webhook, { at: new Date(at.getTime() + offset * 1_000) });
  expect(await Promise.all([-301, -300, 300, 301].map((offset) => answer(sentAt(offset))))).toEqual([
    403, 202, 202, 403,
  ]);
});

test.each([`${seconds}abc`, `${seconds}.5`, `+${seconds}`, `0${seconds}`, `${seconds / 100}e2`, "-1", "NaN"])(
  "the time %j is no time, though it was signed",
  async (timestamp) => {
    const { answer } = await scene();
    const headers = { "webhook-timestamp": timestamp, "webhook-signature": signatureOf(webhook, timestamp) };
    expect(await answer(requestOf(webhook, { at, headers }))).toBe(403);
  },
);

test("a body above 1 MiB is refused while it is read, whatever its head says of its length", async () => {
  const { answer, count } = await scene();
  let chunks = 0;
  const endless = new ReadableStream({
    pull(controller) {
      chunks += 1;
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });
  const head = requestOf(webhook, { at }).headers;
  head.set("content-length", "10");
  const request = new Request("https://ledger.example/", {
    method: "POST",
    headers: head,
    body: endless,
    duplex: "half",
  });
  expect(await answer(request)).toBe(413);
  expect(chunks).toBeLessThan(20);
  const exact = { ...webhook, body: JSON.stringify({ type: "checkout.updated", timestamp: at, pad: "" }) };
  const padded = exact.body.replace('"pad":""', `"pad":"${"x".repeat(1024 * 1024 - exact.body.length)}"`);
  expect(await answer(requestOf({ ...exact, body: padded }, { at }))).toBe(202);
  expect(await answer(requestOf({ ...exact, body: `${padded} ` }, { at }))).toBe(413);
  expect(await count()).toBe(1);
});

test("an id that is too long to be kept is refused for good, and not asked for again", async () => {
  const { answer, count } = await scene();
  const named = (length: number) => requestOf({ ...webhook, id: "i".repeat(length) }, { at });
  expect(await answer(named(5_000))).toBe(400);
  expect(await answer(named(1_001))).toBe(400);
  expect(await answer(named(1_000))).toBe(202);
  expect(await count()).toBe(1);
});

test("only posted JSON is a webhook", async () => {
  const { handle, answer } = await scene();
  const got = await handle(new Request("https://ledger.example/webhooks/polar"));
  expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
  expect(await answer(requestOf(webhook, { at, headers: { "content-type": "application/xml" } }))).toBe(415);
  expect(await answer(requestOf(webhook, { at, headers: { "content-encoding": "gzip" } }))).toBe(415);
  expect(await answer(requestOf(webhook, { at, headers: { "content-encoding": "" } }))).toBe(202);
  expect(await answer(requestOf(webhook, { at, headers: { "content-type": "application/json; charset=utf-8" } }))).toBe(
    202,
  );
  expect(await answer(requestOf(webhook, { at, headers: { "content-type": "text/plain" } }))).toBe(202);
});

test.each([
  ["malformed JSON", "{", "webhook"],
  ["no JSON at all", "\0\uFFFF", "webhook"],
  ["JSON that is no webhook", '{"__proto__":{"type":"x"}}', "webhook"],
  ["an unknown type", '{"type":"galaxy.born","timestamp":"2026-10-05T09:00:00Z","data":{}}', "galaxy.born"],
  ["a type that is none", '{"type":"\\ud800","timestamp":"2026-10-05T09:00:00Z","data":{}}', "(malformed)"],
  [
    "a seat of another shape",
    '{"type":"customer_seat.claimed","timestamp":"2026-10-05T09:00:00Z","data":{"email":"ada@x.example"}}',
    "customer_seat.claimed",
  ],
])("%s from Polar is answered 202 and kept as unread, with what is wrong with it", async (_, body, type) => {
  const { ledger, answer, lines } = await scene();
  expect(await answer(requestOf({ id: "msg_1", body }, { at }))).toBe(202);
  const { observations } = await ledger.inbox.list({ state: "unread" });
  expect(observations).toMatchObject([{ originId: "msg_1", type, problem: expect.stringMatching(/\w/) }]);
  expect(observations[0]?.problem).not.toContain("ada@");
  expect(lines.join()).toMatch(/can't be read/);
  expect(lines.join()).not.toMatch(/ada@|@x/);
});

test("a webhook that can't be kept is answered 503, and nothing of it is told", async () => {
  const { ledger, answer, lines } = await scene();
  await ledger.close();
  expect(await answer(requestOf(webhook, { at }))).toBe(503);
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain("checkout");
});

test("a handler that is closed takes nothing in, and Polar sends it again", async () => {
  const { handle, answer } = await scene();
  await handle.close();
  expect(await answer(requestOf(webhook, { at }))).toBe(503);
});

test("an endpoint of one organization refuses another's webhooks", async () => {
  const { sandbox, held, clock, ledger, organizationId } = await setStage();
  const handle = createPolarWebhookHandler({ ledger, secrets: [secret], clock: clock.now, organizationId });
  const other = createPolarWebhookHandler({
    ledger,
    secrets: [secret],
    clock: clock.now,
    organizationId: "00000000-0000-4000-8000-00000000000a",
  });
  sandbox.createCustomer({ organizationId, email: "eve@acme.example" });
  const created = held().find(({ body }) => body.includes('"customer.created"'));
  const request = () => requestOf(created ?? webhook, { at: clock.now() });
  expect((await other(request())).status).toBe(403);
  expect(await ledger.inbox.get(created?.id ?? "")).toBeNull();
  expect((await handle(request())).status).toBe(202);
  await handle.close();
});

test.each<[string, object, string]>([
  ["no secret", { secrets: [] }, "secrets"],
  ["an empty secret", { secrets: [secret, ""] }, "secrets.1"],
  ["no ledger", { ledger: {} }, "ledger"],
  ["an unknown option", { secret }, "secret"],
  ["a client of another kind", { polar: {} }, "polar"],
  ["an organization that is none", { organizationId: "acme" }, "organizationId"],
])("refuses to begin with %s", async (_, options, path) => {
  const ledger = await openLedger({ file: ":memory:" });
  onTestFinished(() => ledger.close());
  const begin = () => createPolarWebhookHandler({ ledger, secrets: [secret], ...options });
  expect(begin).toThrow(
    expect.objectContaining({ code: "InvalidRequest", issues: [expect.objectContaining({ path })] }),
  );
});
