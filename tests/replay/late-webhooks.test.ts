// A webhook that is late is not lost: Polar tries for half an hour and more. Only what has not come by then is told, once.

import { createPolarWebhookHandler, type ReplayReport } from "@seat-ledger/polar";
import { expect, onTestFinished, test, vi } from "vitest";
import { requestOf, secret } from "../polar/webhooks/stage.ts";
import { type Answering, smallWorld } from "./setting.ts";

/** Without Polar's own events and its delivery log nothing but webhooks and lists tells of anything. */
const noFeeds: Answering = (request, next) =>
  /\/v1\/(events|webhooks)/.test(request.url)
    ? Response.json({ error: "insufficient_scope" }, { status: 403 })
    : next();

const lostIn = ({ drift }: ReplayReport) => drift.filter(({ kind }) => kind === "lost-webhook");

/** A Polar and a ledger that have the same time, and an endpoint to which webhooks have come already. */
async function inStep() {
  const world = await smallWorld({}, noFeeds);
  const { sandbox, ledger, organizationId, replay, pass } = world;
  vi.useFakeTimers({ toFake: ["Date"], now: pass(0) });
  onTestFinished(() => void vi.useRealTimers());
  sandbox.webhooks.createEndpoint({ organizationId, url: "https://ledger.example/polar", secret });
  const handle = createPolarWebhookHandler({ ledger, secrets: [secret], clock: () => new Date() });
  onTestFinished(() => handle.close());
  const minutes = (count: number) => void vi.setSystemTime(pass(count / 60));
  let told = 0;
  /** What Polar has sent since. */
  const sent = () => {
    const events = sandbox.webhooks.events().slice(told);
    told += events.length;
    return events;
  };
  const arrive = async (webhooks: ReturnType<typeof sent>) => {
    for (const { id, payload } of webhooks) await handle(requestOf({ id, body: payload }, { at: new Date() }));
    await handle.idle();
  };
  await replay();
  sandbox.updateSubscriptionSeats(world.subscriptionId, 4);
  await arrive(sent());
  minutes(60);
  await replay();
  return { ...world, minutes, sent, arrive };
}

type World = Awaited<ReturnType<typeof inStep>>;

const changes: readonly (readonly [string, (world: World) => unknown])[] = [
  ["customer_seat.assigned", ({ sandbox, pool }) => sandbox.assignSeat({ ...pool, email: "ada@acme.example" })],
  ["subscription.updated", ({ sandbox, subscriptionId }) => sandbox.updateSubscriptionSeats(subscriptionId, 7)],
];

test.each(changes)("a %s that comes after the pass which found the change is not lost", async (_, change) => {
  const world = await inStep();
  const { minutes, sent, arrive, replay } = world;
  change(world);
  minutes(5);
  const found = await replay();
  expect(found.appended).toBeGreaterThan(0);
  expect(lostIn(found)).toEqual([]);
  minutes(20);
  await arrive(sent());
  minutes(30);
  for (let passes = 0; passes < 2; passes += 1) expect(lostIn(await replay())).toEqual([]);
});

test.each(changes)("a %s that never comes is told when Polar has stopped trying, and once", async (type, change) => {
  const world = await inStep();
  const { minutes, replay, subscriptionId } = world;
  change(world);
  const at = new Date().toISOString();
  for (let waited = 0; waited < 39; waited += 13) {
    expect(lostIn(await replay())).toEqual([]);
    minutes(13);
  }
  minutes(1);
  const about = { kind: "lost-webhook", subscriptionId, orderId: null, type, at, done: "recorded" };
  expect(lostIn(await replay())).toEqual([{ ...about, seatId: type.startsWith("sub") ? null : expect.any(String) }]);
  minutes(60);
  expect(lostIn(await replay())).toEqual([]);
});

test("that another holder's webhook came of the same seat makes none up for the one that was lost", async () => {
  const world = await inStep();
  const { sandbox, pool, minutes, sent, arrive, replay } = world;
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  sent();
  const at = new Date().toISOString();
  minutes(5);
  await replay();
  sandbox.revokeSeat({ seatId });
  sandbox.assignSeat({ ...pool, email: "bob@acme.example" });
  await arrive(sent());
  minutes(60);
  expect(lostIn(await replay())).toMatchObject([{ seatId, type: "customer_seat.assigned", at }]);
});
