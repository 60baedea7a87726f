// What waits for something that the ledger doesn't know yet: it goes on as soon as that is heard of, and until then it costs the
// other webhooks nothing.

import { createPolarWebhookHandler } from "@seat-ledger/polar";
import type { SeatLedger } from "seat-ledger";
import { expect, onTestFinished, test } from "vitest";
import { requestOf, type Sent, type Stage, seatsOf, secret, setStage } from "./stage.ts";

/** The webhooks of so many subscriptions, of which the one that tells of the subscription itself is held back. */
function ofUnknownPools(stage: Stage, count: number) {
  const about: Sent[] = [];
  const opening: Sent[] = [];
  const ids = Array.from({ length: count }, () => {
    const { subscriptionId } = stage.subscribe();
    opening.push(...stage.held().filter(({ body }) => body.includes('"subscription.created"')));
    stage.pass(1);
    stage.sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
    about.push(...stage.held());
    return subscriptionId;
  });
  return { ids, about, opening };
}

/** A handler of its own, and how often it has tried to record something. */
function counting({ ledger, clock }: Stage) {
  let tries = 0;
  const counted = new Proxy(ledger, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name, target);
      if (name === "record") tries += 1;
      return typeof found === "function" ? found.bind(target) : found;
    },
  }) satisfies SeatLedger;
  const handle = createPolarWebhookHandler({ ledger: counted, secrets: [secret], clock: clock.now });
  onTestFinished(() => handle.close());
  return {
    async tried(...webhooks: readonly Sent[]) {
      const before = tries;
      for (const webhook of webhooks) {
        await handle(requestOf(webhook, { at: clock.now() }));
        await handle.idle();
      }
      return tries - before;
    },
  };
}

test("a webhook tries nothing again that waits for something else", async () => {
  const stage = await setStage();
  const { subscriptionId } = stage.subscribe();
  const known = stage.held();
  const { about } = ofUnknownPools(stage, 20);
  const handler = counting(stage);
  await handler.tried(...known, ...about);
  expect((await stage.ledger.inbox.list({ state: "waiting" })).observations).toHaveLength(20);
  stage.sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
  expect(await handler.tried(...stage.held())).toBe(1);
  expect(await seatsOf(stage.ledger, { subscriptionId })).toMatchObject([{ status: "pending" }]);
});

test("what waits for a pool goes on with the webhook that opens it, and nothing else does", async () => {
  const stage = await setStage();
  const { ids, about, opening } = ofUnknownPools(stage, 20);
  const handler = counting(stage);
  await handler.tried(...about);
  const [subscriptionId = ""] = ids;
  // The pool with its payer, and the seat.
  expect(await handler.tried(opening[0] ?? { id: "", body: "" })).toBe(2);
  expect(await seatsOf(stage.ledger, { subscriptionId })).toMatchObject([{ status: "pending" }]);
  expect((await stage.ledger.inbox.list({ state: "waiting" })).observations).toHaveLength(19);
});

test("what another process left waiting goes on with the webhook that opens its pool", async () => {
  const stage = await setStage();
  const { ids, about, opening } = ofUnknownPools(stage, 1);
  const [one, other] = [counting(stage), counting(stage)];
  await one.tried(...stage.held());
  await other.tried(...about);
  await one.tried(...opening);
  expect(await seatsOf(stage.ledger, { subscriptionId: ids[0] ?? "" })).toMatchObject([{ status: "pending" }]);
});

test("what waited before the process began is tried with its first webhook", async () => {
  const stage = await setStage();
  const { subscriptionId } = stage.subscribe();
  const known = stage.held();
  const { ids, about, opening } = ofUnknownPools(stage, 1);
  await counting(stage).tried(...known, ...about);
  // As if the process had ended just after it was kept.
  const [webhook] = opening;
  await stage.ledger.inbox.keep([
    {
      ...{ origin: "webhook", originId: webhook?.id ?? "", type: "subscription.created", people: [], apiVersion: null },
      ...{ organizationId: stage.organizationId, subject: `subscriptions/${ids[0]}`, body: webhook?.body ?? "" },
      ...{ sourceAt: stage.clock.now(), observedAt: stage.clock.now() },
    },
  ]);
  stage.sandbox.assignSeat({ subscriptionId, email: "ada@acme.example" });
  await counting(stage).tried(...stage.held());
  expect(await seatsOf(stage.ledger, { subscriptionId: ids[0] ?? "" })).toMatchObject([{ status: "pending" }]);
});

test("what waits for an organization goes on with the webhook that tells of it", async () => {
  const stage = await setStage({ known: false });
  const { subscriptionId } = stage.subscribe();
  const handler = counting(stage);
  await handler.tried(...stage.held());
  await expect(stage.ledger.getPool({ subscriptionId })).rejects.toMatchObject({ code: "PoolNotFound" });
  stage.pass(1);
  const data = { id: stage.organizationId, name: "Acme", slug: "acme", created_at: "2026-10-05T09:00:00Z" };
  stage.sandbox.emit("organization.updated", { ...data, feature_settings: { member_model_enabled: true } });
  await handler.tried(...stage.held());
  expect(await stage.ledger.getPool({ subscriptionId })).toMatchObject({ status: "active" });
});
