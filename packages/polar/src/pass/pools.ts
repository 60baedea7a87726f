// Subscriptions and one-time orders become pools, with the customers who pay for them. Their seats come later, in seats.ts.

import { pagesOf, seenOn } from "../client/pages.ts";
import type { Answer } from "../client/polar-client.ts";
import type { PoolRef } from "../pool-ref.ts";
import type { ShownPool } from "../translate/facts.ts";
import { shownOrder } from "../translate/order.ts";
import { subjectOfPool } from "../translate/subjects.ts";
import { shownSubscription } from "../translate/subscription.ts";
import { orderSchema } from "../wire/order.ts";
import { idOfItem, isPool } from "../wire/page.ts";
import { subscriptionSchema } from "../wire/subscription.ts";
import { attempt, type Pass } from "./pass.ts";
import { type About, readOrKeep } from "./read-or-keep.ts";
import { replayPool } from "./replay-pool.ts";

/** What subscriptions and orders differ in. */
interface Kind {
  readonly phase: "subscriptions" | "orders";
  readonly type: "subscription" | "order";
  readonly refOf: (id: string) => PoolRef;
  readonly ask: (pass: Pass) => (page: number) => Promise<Answer>;
  readonly read: (pass: Pass, about: About) => Promise<ShownPool | null>;
}

const subscriptions: Kind = {
  phase: "subscriptions",
  type: "subscription",
  refOf: (subscriptionId) => ({ subscriptionId, orderId: null }),
  ask: ({ client }) => client.subscriptions,
  read: async (pass, about) => shownSubscription(await readOrKeep(pass, about, "subscription", subscriptionSchema)),
};

const orders: Kind = {
  phase: "orders",
  type: "order",
  refOf: (orderId) => ({ subscriptionId: null, orderId }),
  ask: ({ client }) => client.orders,
  read: async (pass, about) => shownOrder(await readOrKeep(pass, about, "order", orderSchema)),
};

export const replaySubscriptions = (pass: Pass) => replayPools(pass, subscriptions);
export const replayOrders = (pass: Pass) => replayPools(pass, orders);

async function replayPools(pass: Pass, kind: Kind): Promise<void> {
  /** Those that this list has recorded already. */
  const customers = new Set<string>();
  await attempt(pass, null, async () => {
    const before = await pass.progress.pagesOf(kind.phase);
    for await (const page of pagesOf(kind.phase, kind.ask(pass), before)) {
      const { items, observedAt, seen, total } = page;
      for (const item of items.filter(isPool)) await replayItem(pass, kind, { item, observedAt, customers });
      await pass.progress.sawPage(kind.phase, seenOn(page));
      pass.onProgress({ phase: kind.phase, done: seen, total });
    }
    pass.progress.sawWhole(kind.phase);
  });
}

interface Found {
  readonly item: unknown;
  readonly observedAt: Date;
  readonly customers: Set<string>;
}

async function replayItem(pass: Pass, kind: Kind, { item, observedAt, customers }: Found): Promise<void> {
  const id = idOfItem(item);
  const ref = id === null ? null : kind.refOf(id);
  await attempt(pass, ref, async () => {
    // Shown, and if it can't be read: what was there before is not gone.
    if (ref && pass.pools.of(ref)) await pass.pools.put(ref, { shownIn: pass.progress.id, absentSince: null });
    const subject = ref ? subjectOfPool(ref) : `${kind.phase}/unnamed`;
    const about = { type: kind.type, subject, item, observedAt };
    const shown = await kind.read(pass, about);
    if (shown) await replayPool(pass, shown, { about, customers });
  });
}
