// A ledger that is fenced to one organization: it is that organization's alone, whatever the rest of the ledger keeps.

import { createPolarWebhookHandler, replayPolar, startPolarSync } from "@seat-ledger/polar";
import { createPolarSandbox } from "@seat-ledger/polar-sandbox";
import { expect, onTestFinished, test } from "vitest";
import { requestOf, secret } from "../polar/webhooks/stage.ts";
import { clientOf, emptyLedger, smallWorld } from "./setting.ts";

const nobodys = "3c90c3cc-0d44-4b50-8888-8dd25736052a";

test("a fenced ledger replays its own organization, whether or not that is said", async () => {
  const { sandbox, organizationId, polar, ledger } = await smallWorld();
  const other = sandbox.createOrganization({ name: "Globex", slug: "globex" }).id;
  const productId = sandbox.createProduct({ organizationId: other, name: "Charts", recurring: true }).id;
  const customerId = sandbox.createCustomer({ organizationId: other, email: "buyer@globex.example" }).id;
  sandbox.createSubscription({ productId, customerId, seats: 2 });
  const fenced = ledger.forOrganization(organizationId);
  expect(await replayPolar({ ledger: fenced, polar })).toMatchObject({ complete: true, pools: 1, drift: [] });
  expect((await ledger.listPools()).pools.map((pool) => pool.organizationId)).toEqual([organizationId]);
});

test("another organization than that of the fence is refused, with a remedy", async () => {
  const { organizationId, polar, ledger } = await smallWorld();
  const fenced = ledger.forOrganization(organizationId);
  const issues = [{ path: "organizationId", message: expect.stringContaining("left out") }];
  const wrong = { ledger: fenced, polar, organizationId: nobodys };
  await expect(replayPolar(wrong)).rejects.toMatchObject({ code: "InvalidRequest", issues });
  expect(() => startPolarSync(wrong)).toThrow(expect.objectContaining({ code: "InvalidRequest" }));
  expect(() => createPolarWebhookHandler({ ...wrong, secrets: [secret] })).toThrow(
    expect.objectContaining({ code: "InvalidRequest" }),
  );
});

test("a seat's webhook is kept by a fenced ledger, though it doesn't tell whose it is", async () => {
  const { sandbox, organizationId, pool, polar, ledger, pass } = await smallWorld();
  const fenced = ledger.forOrganization(organizationId);
  await replayPolar({ ledger: fenced, polar });
  sandbox.webhooks.createEndpoint({ organizationId, url: "https://ledger.example/webhooks", secret });
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const handle = createPolarWebhookHandler({ ledger: fenced, secrets: [secret], clock: () => pass(0) });
  onTestFinished(() => handle.close());
  for (const { id, payload: body } of sandbox.webhooks.events()) {
    expect((await handle(requestOf({ id, body }, { at: pass(0) }))).status).toBe(202);
  }
  await handle.idle();
  expect(await fenced.getSeat({ seatId })).toMatchObject({ status: "pending" });
});

test("what the ledger keeps for nobody keeps nothing else out of a fenced pass, and is told", async () => {
  const sandbox = createPolarSandbox({ deliver: async () => new Response(null, { status: 202 }) });
  const organizationId = sandbox.createOrganization({ name: "Acme", slug: "acme" }).id;
  sandbox.webhooks.createEndpoint({ organizationId, url: "https://ledger.example/webhooks", secret });
  const productId = sandbox.createProduct({ organizationId, name: "Maps", recurring: true }).id;
  const customerId = sandbox.createCustomer({ organizationId, email: "buyer@acme.example" }).id;
  const pool = { subscriptionId: sandbox.createSubscription({ productId, customerId, seats: 3 }).id };
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  sandbox.revokeSeat({ seatId });
  await sandbox.webhooks.flush();
  const ledger = await emptyLedger();
  const polar = await clientOf(sandbox);
  // As a handler of the whole ledger that isn't told whose endpoint it is keeps a seat's webhook.
  const seen = sandbox.webhooks.events().find(({ type }) => type === "customer_seat.revoked");
  const { id: originId = "", payload: body = "" } = seen ?? {};
  await ledger.inbox.keep([
    {
      ...{
        origin: "webhook",
        originId,
        organizationId: null,
        type: "customer_seat.revoked",
        subject: `seats/${seatId}`,
      },
      ...{ apiVersion: null, sourceAt: null, observedAt: new Date(), body, people: [] },
    },
  ]);
  const fenced = ledger.forOrganization(organizationId);
  for (const _ of [1, 2]) {
    const told = { source: "delivery-log", message: expect.stringContaining("1 of its entries") };
    expect(await replayPolar({ ledger: fenced, polar })).toMatchObject({
      complete: true,
      failures: [],
      leftOut: [told],
    });
  }
  const { observations } = await fenced.inbox.list({ origin: "delivery-log" });
  expect(observations.map(({ type }) => type)).toContain("customer_seat.assigned");
  const { entries } = await ledger.history({ seatId });
  expect(entries[0]).toMatchObject({ event: { type: "SeatAssigned", origin: "delivery-log" } });
});
