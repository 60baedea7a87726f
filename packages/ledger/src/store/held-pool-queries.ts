// Finding the pools in which somebody has claimed a seat, in the current views.

import type { CustomerId, MemberId } from "../domain/ids.ts";
import { type FoundPool, foundPool, poolRows } from "./pool-queries.ts";
import { ask, type Reads } from "./port.ts";
import { query } from "./query.ts";

const poolsClaimedByCustomer = query((db, args: { organization: number; customerId: string }) =>
  poolRows(db)
    .where("pools.organization", "=", args.organization)
    .where((where) =>
      where.exists(
        where
          .selectFrom("seats")
          .whereRef("seats.pool", "=", "pools.stream")
          .where("seats.status", "=", "claimed")
          .where("seats.customer_id", "=", args.customerId)
          .select("seats.id"),
      ),
    )
    .orderBy("pools.stream"),
);
const poolsClaimedByMember = query((db, args: { customer: number; memberId: string }) =>
  poolRows(db)
    .where("pools.customer", "=", args.customer)
    .where((where) =>
      where.exists(
        where
          .selectFrom("seats")
          .whereRef("seats.pool", "=", "pools.stream")
          .where("seats.status", "=", "claimed")
          .where("seats.member_id", "=", args.memberId)
          .select("seats.id"),
      ),
    )
    .orderBy("pools.stream"),
);

/** The pools of an organization in which a claimed seat names this customer: as its holder, or as the buyer. */
export function* readPoolsClaimedByCustomer(organization: number, customerId: CustomerId): Reads<readonly FoundPool[]> {
  return (yield* ask(poolsClaimedByCustomer({ organization, customerId }))).map(foundPool);
}

/** The pools of a customer, by its stream, in which this member has claimed a seat. */
export function* readPoolsClaimedByMember(customer: number, memberId: MemberId): Reads<readonly FoundPool[]> {
  return (yield* ask(poolsClaimedByMember({ customer, memberId }))).map(foundPool);
}
