// Durable subscriptions: their checkpoints and leases, and what they have set aside.

import { askOne, type Reads } from "./port.ts";
import { type Bound, query, type Row, upsert } from "./query.ts";
import type { SetAsideTable, SubscriptionsTable } from "./tables.ts";

const subscriptionByName = query((db, args: { name: string }) =>
  db.selectFrom("subscriptions").selectAll().where("name", "=", args.name),
);

export function* findSubscription(name: string): Reads<SubscriptionsTable | null> {
  return yield* askOne(subscriptionByName({ name }));
}

const upsertSubscription = upsert("subscriptions", ["name"], {
  name: true,
  checkpoint: true,
  holder: true,
  lease_until: true,
  epoch: true,
});

export function writeSubscription(row: Row<SubscriptionsTable>): Bound {
  return upsertSubscription(row);
}

const firstDue = query((db, args: { subscription: string }) =>
  db
    .selectFrom("set_aside")
    .selectAll()
    .where("subscription", "=", args.subscription)
    .orderBy("due_at")
    .orderBy("position")
    .limit(1),
);

/** What is tried again next. */
export function* findFirstDue(subscription: string): Reads<SetAsideTable | null> {
  return yield* askOne(firstDue({ subscription }));
}

const upsertSetAside = upsert("set_aside", ["subscription", "position"], {
  subscription: true,
  position: true,
  attempts: true,
  due_at: true,
});

export function writeSetAside(row: Row<SetAsideTable>): Bound {
  return upsertSetAside(row);
}

const deleteSetAside = query((db, args: { subscription: string; position: number }) =>
  db.deleteFrom("set_aside").where("subscription", "=", args.subscription).where("position", "=", args.position),
);

export function removeSetAside({ subscription, position }: Row<SetAsideTable>): Bound {
  return deleteSetAside({ subscription, position });
}
