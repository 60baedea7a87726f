// Webhooks that are heard in the middle of a pass, in the same process.

import { createPolarWebhookHandler, replayPolar } from "@seat-ledger/polar";
import { expect, onTestFinished, test } from "vitest";
import { clientOf, emptyLedger, smallSandbox } from "../../replay/setting.ts";
import { requestOf, secret } from "./stage.ts";

const turnsOfTheLoop = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test("a number of seats that is heard just after a listing was recorded is not undone by that listing", async () => {
  const { sandbox, organizationId, subscriptionId, pool, pass } = smallSandbox({ seats: 3 });
  sandbox.webhooks.createEndpoint({ organizationId, url: "https://ledger.example/webhooks", secret });
  const polar = await clientOf(sandbox);
  const ledger = await emptyLedger();
  await replayPolar({ ledger, polar });
  let hear: (() => Promise<void>) | null = async () => {
    hear = null;
    pass(1);
    sandbox.updateSubscriptionSeats(subscriptionId, 9);
    for (const { id, payload: body } of sandbox.webhooks.events())
      await handle(requestOf({ id, body }, { at: pass(0) }));
    await Promise.race([handle.idle(), turnsOfTheLoop(100)]);
  };
  const record: typeof ledger.record = async (facts, context) => {
    const recorded = await ledger.record(facts, context);
    if (facts.some(({ type }) => type === "listing")) await hear?.();
    return recorded;
  };
  const interrupted = new Proxy(ledger, {
    get(target, name) {
      if (name === "record") return record;
      const found: unknown = Reflect.get(target, name, target);
      return typeof found === "function" ? found.bind(target) : found;
    },
  });
  const handle = createPolarWebhookHandler({ ledger: interrupted, secrets: [secret], clock: () => pass(0) });
  onTestFinished(() => handle.close());
  await replayPolar({ ledger: interrupted, polar });
  await handle.idle();
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 9 });
});
