// startPolarSync keeps a ledger in step: by passes, by webhooks in between, and by trying again what failed.

import { createHmac } from "node:crypto";
import { createPolarWebhookHandler, replayPolar, startPolarSync } from "@seat-ledger/polar";
import { createPolarSandbox } from "@seat-ledger/polar-sandbox";
import { filter, firstValueFrom, lastValueFrom, toArray } from "rxjs";
import { errors, isSeatLedgerError } from "seat-ledger";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type Answering, clientOf, emptyLedger } from "../replay/setting.ts";

const secret = "whsec_9h2Zs0vQ3mX1aB7cD5eF8gH6jK4lN2pR";
const url = "https://ledger.example/webhooks";
type Options = Partial<Parameters<typeof startPolarSync>[0]>;

/** One organization with one subscription, and a sync that its webhooks reach. */
async function started({
  answering,
  events,
  ...options
}: Options & { readonly answering?: Answering; readonly events?: readonly string[] } = {}) {
  let sync: ReturnType<typeof startPolarSync> | null = null;
  const sandbox = createPolarSandbox({
    deliver: async (request) => sync?.webhook?.(request) ?? new Response(null, { status: 503 }),
  });
  const organizationId = sandbox.createOrganization({ name: "Acme", slug: "acme" }).id;
  sandbox.webhooks.createEndpoint({ organizationId, url, secret, ...(events && { events }) });
  const productId = sandbox.createProduct({ organizationId, name: "Maps", recurring: true }).id;
  const customerId = sandbox.createCustomer({ organizationId, email: "buyer@acme.example" }).id;
  const subscribe = () => sandbox.createSubscription({ productId, customerId, seats: 3 }).id;
  const subscriptionId = subscribe();
  const polar = await clientOf(sandbox, answering);
  const ledger = await emptyLedger();
  const running = startPolarSync({ ledger, polar, ...options });
  sync = running;
  onTestFinished(() => running.stop());
  return { sandbox, ledger, polar, sync: running, organizationId, subscriptionId, subscribe };
}

const statuses = (list: { readonly seats: readonly { readonly status: string }[] }) =>
  list.seats.map(({ status }) => status);

test("is caught up when everything that Polar shows is recorded", async () => {
  const { sandbox, ledger, sync, subscriptionId } = await started();
  sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
  await sync.caughtUp();
  expect(statuses(await ledger.listSeats({ subscriptionId }))).toEqual(["pending"]);
  expect(sync.state).toMatchObject({
    status: "waiting",
    wait: { for: "interval", until: expect.any(Date) },
    lastPass: { complete: true, pools: 1 },
    lastCompletePass: expect.any(Date),
    failure: null,
    lagMs: 0,
  });
});

test("applies webhooks between two passes", async () => {
  const { sandbox, ledger, sync, subscriptionId } = await started({ secrets: [secret] });
  await sync.caughtUp();
  const begunAt = sync.state.lastCompletePass;
  const seat = sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
  sandbox.claimSeat({ invitationToken: sandbox.invitationTokenOf(seat.id) ?? "" });
  await sandbox.webhooks.flush();
  await sync.caughtUp();
  expect(statuses(await ledger.listSeats({ subscriptionId }))).toEqual(["claimed"]);
  expect(sync.state.lastCompletePass, "no pass was needed for it").toBe(begunAt);
});

test("finds in the next pass what no webhook told, and says so", async () => {
  const { sandbox, ledger, sync, subscriptionId } = await started({ intervalMs: 1_000, events: ["order.paid"] });
  await sync.caughtUp();
  const { id } = sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
  const { lastPass } = await firstValueFrom(sync.state$.pipe(filter(({ lastPass }) => lastPass?.appended === 2)));
  expect(lastPass?.drift).toContainEqual(expect.objectContaining({ kind: "missing", seatId: id }));
  expect(statuses(await ledger.listSeats({ subscriptionId }))).toEqual(["pending"]);
});

test("takes webhooks only where it has a secret to check them by", async () => {
  const { sync } = await started();
  expect(sync.webhook).toBeNull();
});

test("a pass that fails is told, and tried again before the interval is over", async () => {
  let refuses = true;
  const { sync } = await started({
    answering: (_, next) => (refuses ? Response.json({ error: "unauthorized" }, { status: 401 }) : next()),
  });
  const failed = await firstValueFrom(sync.state$.pipe(filter(({ failure }) => failure !== null)));
  expect(failed.failure).toEqual({ code: "Unauthorized", message: expect.stringContaining("token") });
  expect(failed.lastCompletePass).toBeNull();
  refuses = false;
  await sync.caughtUp();
  expect(sync.state).toMatchObject({ failure: null, lastPass: { complete: true }, wait: { for: "interval" } });
});

test("a logger that throws ends nothing: the failed pass is tried again", async () => {
  let refuses = true;
  const fails = () => {
    throw new Error("the disk is full");
  };
  const { sync } = await started({
    answering: (_, next) => (refuses ? Response.json({ error: "unauthorized" }, { status: 401 }) : next()),
    logger: { warn: fails, error: fails },
  });
  await firstValueFrom(sync.state$.pipe(filter(({ failure }) => failure !== null)));
  refuses = false;
  await sync.caughtUp({ signal: AbortSignal.timeout(20_000) });
  expect(sync.state).toMatchObject({ failure: null, lastPass: { complete: true } });
});

test("a write whose end nobody saw is no webhook that waits: it makes no lag, and asks for no pass", async () => {
  const { ledger, sync, organizationId, subscriptionId } = await started();
  await sync.caughtUp();
  const begunAt = sync.state.lastCompletePass;
  const observedAt = new Date();
  await ledger.inbox.keep([
    {
      ...{ origin: "write-through", originId: "intent", organizationId, type: "assignSeat", people: [], body: "{}" },
      ...{ subject: `subscriptions/${subscriptionId}/intents`, apiVersion: null, sourceAt: null, observedAt },
    },
  ]);
  await sync.caughtUp();
  expect(sync.state.lastCompletePass).toBe(begunAt);
  expect(sync.state.lagMs).toBe(0);
});

test("a pass that a start goes on with began when it began first", async () => {
  const { ledger, polar, sync: first } = await started({ intervalMs: 1_000 });
  await first.caughtUp();
  await first.stop();
  const controller = new AbortController();
  const stopped = replayPolar({
    ...{ ledger, polar, signal: controller.signal },
    onProgress: ({ phase }) => phase === "subscriptions" && controller.abort("stopped"),
  });
  await expect(stopped).rejects.toBe("stopped");
  const stoppedAt = new Date();
  await vi.waitUntil(() => Date.now() > stoppedAt.getTime());
  const second = startPolarSync({ ledger, polar });
  onTestFinished(() => second.stop());
  await second.caughtUp();
  const { lastCompletePass } = second.state;
  expect(lastCompletePass && lastCompletePass <= stoppedAt).toBe(true);
});

describe("stopped", () => {
  test("it completes its state, asks nothing more, and takes in no more webhooks", async () => {
    const { sandbox, sync, subscriptionId } = await started({ secrets: [secret] });
    await sync.caughtUp();
    const states = lastValueFrom(sync.state$.pipe(toArray()));
    await sync.stop();
    await sync.stop();
    expect((await states).at(-1)).toMatchObject({ status: "stopped", wait: null, progress: null });
    const asked = sandbox.traffic().requests;
    sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
    await sandbox.webhooks.flush();
    expect(sandbox.webhooks.deliveries().at(-1)).toMatchObject({ httpCode: 503 });
    expect(sandbox.traffic().requests).toEqual(asked);
  });

  test("in the middle of a pass it leaves the rest to the next start", async () => {
    const first = Promise.withResolvers<void>();
    const { sync, ledger, polar, subscriptionId } = await started({
      answering: async (request, next) => {
        if (request.url.includes("/customer-seats")) {
          first.resolve();
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        return next();
      },
    });
    await first.promise;
    await sync.stop();
    expect(sync.state).toMatchObject({ status: "stopped", lastPass: null, failure: null });
    await expect(sync.caughtUp()).rejects.toMatchObject({ name: "AbortError" });
    const again = startPolarSync({ ledger, polar });
    await again.caughtUp();
    await again.stop();
    expect((await ledger.getPool({ subscriptionId })).status).toBe("active");
  });

  test("by its signal, it is as stopped as by itself", async () => {
    const stopping = new AbortController();
    const { sync } = await started({ signal: stopping.signal });
    stopping.abort(new Error("over"));
    await sync.stop();
    expect(sync.state.status).toBe("stopped");
  });

  test("with its ledger, it ends and says why", async () => {
    const { sync, ledger } = await started({ intervalMs: 1_000 });
    await sync.caughtUp();
    await ledger.close();
    await lastValueFrom(sync.state$);
    expect(sync.state).toMatchObject({ status: "stopped", failure: { code: "LedgerClosed" } });
  });
});

test("whoever waits to be caught up can leave", async () => {
  const { sync } = await started({ answering: () => new Promise(() => {}) });
  const leaving = new AbortController();
  const waiting = sync.caughtUp({ signal: leaving.signal });
  leaving.abort(new Error("no more"));
  await expect(waiting).rejects.toThrow("no more");
});

test("asks for a pool of which it hears before it knows it, without a pass", async () => {
  const { sandbox, sync, ledger, subscribe } = await started({
    secrets: [secret],
    events: ["customer_seat.assigned"],
  });
  await sync.caughtUp();
  const begunAt = sync.state.lastCompletePass;
  const subscriptionId = subscribe();
  sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
  await sandbox.webhooks.flush();
  await sync.caughtUp();
  expect(statuses(await ledger.listSeats({ subscriptionId }))).toEqual(["pending"]);
  expect(sync.state).toMatchObject({ lagMs: 0, lastCompletePass: begunAt });
});

test("makes a pass at once where something waits that another process took in", async () => {
  const { sandbox, sync, ledger, subscribe } = await started({ events: ["customer_seat.assigned"] });
  await sync.caughtUp();
  const elsewhere = createPolarWebhookHandler({ ledger, secrets: [secret] });
  const subscriptionId = subscribe();
  sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
  const [event] = sandbox.webhooks.events();
  await elsewhere(signed(event?.id ?? "", event?.payload ?? ""));
  await elsewhere.idle();
  expect((await ledger.inbox.list({ state: "waiting" })).observations).toHaveLength(1);
  await sync.caughtUp();
  expect((await ledger.inbox.list({ state: "waiting" })).observations).toEqual([]);
  expect(statuses(await ledger.listSeats({ subscriptionId }))).toEqual(["pending"]);
});

test("what is about nothing that sells seats waits until a complete pass, and is then told as unread", async () => {
  const { sync, ledger } = await started({ secrets: [secret], events: ["customer_seat.claimed"] });
  await sync.caughtUp();
  const stray = { ...seatOfNobody, subscription_id: "3c90c3cc-0d44-4b50-8888-8dd25736052a" };
  const body = JSON.stringify({ type: "customer_seat.assigned", timestamp: new Date().toISOString(), data: stray });
  expect((await sync.webhook?.(signed("stray-1", body)))?.status).toBe(202);
  await sync.caughtUp();
  expect(await ledger.inbox.get("stray-1")).toMatchObject({
    state: "unread",
    problem: expect.stringContaining("pass"),
  });
  expect(sync.state.lastPass).toMatchObject({ complete: true, unread: [{ originId: "stray-1" }] });
});

const seatOfNobody = {
  id: "7b1f6a52-0d44-4b50-8888-8dd25736052b",
  order_id: null,
  status: "pending",
  customer_id: null,
  member_id: null,
  member: null,
  email: null,
  invitation_token_expires_at: null,
  claimed_at: null,
  revoked_at: null,
  created_at: "2026-11-01T10:00:00Z",
  modified_at: null,
  seat_metadata: null,
};

function signed(id: string, body: string): Request {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64");
  const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
  return new Request(url, { method: "POST", body, headers: { ...headers, "content-type": "application/json" } });
}

describe("refuses", () => {
  test.each<[string, object, string]>([
    ["an interval that leaves others nothing", { intervalMs: 10 }, "intervalMs"],
    ["a share above the whole", { share: 1.5 }, "share"],
    ["no secret at all", { secrets: [] }, "secrets"],
    ["an option that it doesn't know", { interval: 5_000 }, "interval"],
    ["a ledger that is none", { ledger: {} }, "ledger"],
  ])("%s", async (_, wrong, path) => {
    const polar = await clientOf(createPolarSandbox());
    const ledger = await emptyLedger();
    const refused = () => startPolarSync({ ledger, polar, ...wrong });
    expect(refused).toThrow(errors.InvalidRequest);
    try {
      refused();
    } catch (error) {
      expect(isSeatLedgerError(error, "InvalidRequest") && error.issues.map((issue) => issue.path)).toEqual([path]);
    }
  });
});
