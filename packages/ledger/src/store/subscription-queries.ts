// Durable subscriptions: their checkpoints and leases, what they have set aside, and where they are parked.

import { askOne, type Reads } from "./port.ts";
import { type Bound, query, type Row, upsert } from "./query.ts";
import type { ParkedTable, SetAsideTable, SubscriptionsTable } from "./tables.ts";

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

const parkedByName = query((db, args: { name: string }) =>
  db.selectFrom("parked").selectAll().where("subscription", "=", args.name),
);

/** Where a subscription stands still; null for one that goes on. */
export function* findParked(name: string): Reads<ParkedTable | null> {
  return yield* askOne(parkedByName({ name }));
}

const upsertParked = upsert("parked", ["subscription"], {
  subscription: true,
  position: true,
  attempts: true,
  error: true,
  parked_at: true,
});

export function writeParked(row: Row<ParkedTable>): Bound {
  return upsertParked(row);
}

const deleteParked = query((db, args: { name: string }) =>
  db.deleteFrom("parked").where("subscription", "=", args.name),
);

export function removeParked(name: string): Bound {
  return deleteParked({ name });
}
