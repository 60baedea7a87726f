// The second part of a pass: subscriptions and one-time orders become pools, with the customers who pay for them. Their
// seats come last, in replay-seats.ts.

import { isSeatLedgerError } from "seat-ledger";
import { pagesOf } from "./client/pages.ts";
import type { Answer } from "./client/polar-client.ts";
import { UnusableAnswer } from "./failures.ts";
import { attempt, type Pass, record, requestOf } from "./pass.ts";
import type { PoolRef } from "./pool-ref.ts";
import type { Organizations } from "./replay-organizations.ts";
import type { ShownPool } from "./translate/facts.ts";
import { shownOrder } from "./translate/order.ts";
import { shownSubscription } from "./translate/subscription.ts";
import { orderSchema } from "./wire/order.ts";
import { idOfItem, isPool } from "./wire/page.ts";
import { read } from "./wire/read.ts";
import { subscriptionSchema } from "./wire/subscription.ts";

/** What subscriptions and orders differ in. */
interface Kind {
  readonly phase: "subscriptions" | "orders";
  readonly ask: (page: number) => Promise<Answer>;
  readonly refOf: (id: string) => PoolRef;
  readonly read: (item: unknown) => ShownPool | null;
}

/** The pools that the ledger now knows, and whose seats can be asked for. */
export async function replayPools(pass: Pass, organizations: Organizations): Promise<readonly ShownPool[]> {
  const { subscriptions, orders } = pass.client;
  const customers = new Set<string>();
  const pools: ShownPool[] = [];
  const kinds: readonly Kind[] = [
    {
      phase: "subscriptions",
      ask: subscriptions,
      refOf: (subscriptionId) => ({ subscriptionId, orderId: null }),
      read: (item) => shownSubscription(read(subscriptionSchema, "subscription", item)),
    },
    {
      phase: "orders",
      ask: orders,
      refOf: (orderId) => ({ subscriptionId: null, orderId }),
      read: (item) => shownOrder(read(orderSchema, "order", item)),
    },
  ];
  for (const kind of kinds) {
    await attempt(pass, null, async () => {
      for await (const { items, observedAt, seen, total } of pagesOf(kind.phase, kind.ask)) {
        for (const item of items.filter(isPool)) {
          const pool = await replayPool(pass, kind, item, { observedAt, organizations, customers });
          if (pool) pools.push(pool);
        }
        pass.onProgress({ phase: kind.phase, done: seen, total });
      }
    });
  }
  return pools;
}

interface Surroundings {
  readonly observedAt: Date;
  readonly organizations: Organizations;
  /** Those that this pass has recorded already. */
  readonly customers: Set<string>;
}

async function replayPool(
  pass: Pass,
  kind: Kind,
  item: unknown,
  { observedAt, organizations, customers }: Surroundings,
): Promise<ShownPool | null> {
  const id = idOfItem(item);
  let replayed: ShownPool | null = null;
  await attempt(pass, id === null ? null : kind.refOf(id), async () => {
    const shown = kind.read(item);
    if (!shown || !isReplayed(shown, organizations)) return;
    if (shown.onlyIfKnown && !(await isKnown(pass, shown.ref))) return;
    pass.tally.sawPool();
    const { ref, customer, pool } = shown;
    const shownBy = { ref, request: requestOf(ref), observedAt };
    if (!customers.has(customer.id)) await record(pass, [customer], shownBy);
    customers.add(customer.id);
    await record(pass, [pool], shownBy);
    replayed = shown;
  });
  return replayed;
}

function isReplayed({ pool }: ShownPool, organizations: Organizations): boolean {
  const replayed = organizations.get(pool.organizationId.toLowerCase());
  if (replayed !== undefined) return replayed;
  throw new UnusableAnswer(`Polar shows no organization ${pool.organizationId}, to which this pool belongs.`);
}

async function isKnown({ ledger }: Pass, ref: PoolRef): Promise<boolean> {
  try {
    await ledger.getPool(ref);
    return true;
  } catch (error) {
    if (isSeatLedgerError(error, "PoolNotFound")) return false;
    throw error;
  }
}
