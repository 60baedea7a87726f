// The lists of subscriptions and one-time orders: those with seats become pools, with the customers who pay for them. Their
// seats come later, in seats.ts.

import { pagesOf, seenOn } from "../client/pages.ts";
import type { Answer } from "../client/polar-client.ts";
import type { PoolRef } from "../pool-ref.ts";
import { readInput } from "../translate/read-input.ts";
import { subjectOfPool } from "../translate/subjects.ts";
import { idOfItem, isPool } from "../wire/page.ts";
import { attempt, type Pass } from "./pass.ts";
import { replayPool } from "./replay-pool.ts";

/** What subscriptions and orders differ in. */
interface Kind {
  readonly phase: "subscriptions" | "orders";
  readonly kind: "subscription" | "order";
  readonly refOf: (id: string) => PoolRef;
  readonly ask: (pass: Pass) => (page: number) => Promise<Answer>;
}

const subscriptions: Kind = {
  phase: "subscriptions",
  kind: "subscription",
  refOf: (subscriptionId) => ({ subscriptionId, orderId: null }),
  ask: ({ client }) => client.subscriptions,
};

const orders: Kind = {
  phase: "orders",
  kind: "order",
  refOf: (orderId) => ({ subscriptionId: null, orderId }),
  ask: ({ client }) => client.orders,
};

export const replaySubscriptions = (pass: Pass) => replayList(pass, subscriptions);
export const replayOrders = (pass: Pass) => replayList(pass, orders);

async function replayList(pass: Pass, list: Kind): Promise<void> {
  const { phase } = list;
  await attempt(pass, null, async () => {
    const before = await pass.progress.pagesOf(phase);
    for await (const page of pagesOf(phase, list.ask(pass), before)) {
      const { items, observedAt, seen, total } = page;
      for (const body of items.filter(isPool)) await replayItem(pass, list, { body, observedAt });
      await pass.progress.sawPage(phase, seenOn(page));
      pass.onProgress({ phase, done: seen, total });
    }
    pass.progress.sawWhole(phase);
  });
}

async function replayItem(pass: Pass, { phase, kind, refOf }: Kind, answer: Answer): Promise<void> {
  const id = idOfItem(answer.body);
  const ref = id === null ? null : refOf(id);
  await attempt(pass, ref, async () => {
    // Shown, and if it can't be read: what was there before is not gone.
    const note = ref && pass.pools.of(ref);
    if (note) await pass.pools.put(note, { shownIn: pass.progress.id, absentSince: null });
    const reading = readInput(kind, JSON.stringify(answer.body));
    const subject = ref ? subjectOfPool(ref) : `${phase}/unnamed`;
    await replayPool(pass, { kind, subject, answer, reading }, { wasAbsent: (note?.absentSince ?? null) !== null });
  });
}
