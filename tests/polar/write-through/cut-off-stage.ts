// Writes whose process ends after Polar did them, and those who look at Polar next: a pass, a webhook, a listing.

import { createPolarWebhookHandler } from "@seat-ledger/polar";
import { expect } from "vitest";
import { requestOf, secret } from "../webhooks/stage.ts";
import { type Stage, type StageOptions, setStage } from "./stage.ts";

export const ada = { email: "ada@acme.example" };
export const bob = { email: "bob@acme.example" };
export const actor = { type: "user", id: "u-1" } as const;
export const key = { idempotencyKey: "k-1" };

export const lookers = ["a pass", "a webhook", "a listing"] as const;

/** Polar's clock is about ours, which tells what came after an intent from what was there before. */
export async function begun(options: StageOptions = {}) {
  const stage = await setStage({ now: new Date(), ...options });
  const { sandbox, ledger, clock, organizationId, pool } = stage;
  const url = "https://ledger.example/webhooks/polar";
  sandbox.webhooks.createEndpoint({ organizationId, url, secret });
  const handle = createPolarWebhookHandler({ ledger, secrets: [secret], clock: clock.now });
  const deliver = async () => {
    for (const { id, payload } of sandbox.webhooks.events()) {
      await handle(requestOf({ id, body: payload }, { at: clock.now() }));
    }
    await handle.idle();
  };
  const looks = {
    "a pass": async () => {
      const before = await eventsIn(stage);
      const report = await stage.replay();
      const appended = (await eventsIn(stage)) - before;
      expect(report).toMatchObject({ complete: true, inferred: 0, appended });
    },
    "a webhook": deliver,
    "a listing": () => stage.seats.listSeats(pool),
  };
  return { ...stage, looks };
}

async function eventsIn({ ledger, organizationId }: Stage): Promise<number> {
  return (await ledger.history({ organizationId })).entries.length;
}
