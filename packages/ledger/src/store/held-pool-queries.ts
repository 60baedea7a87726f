// Finding the pools in which somebody has claimed a seat, in the current views.

import type { CustomerId, MemberId } from "../domain/ids.ts";
import { type FoundPool, foundPool, poolRows } from "./pool-queries.ts";
import { ask, type Reads } from "./port.ts";
import { query } from "./query.ts";

/** Those of somebody who sells or buys in which a claimed seat names a person in this column. */
const poolsClaimed = (
  owner: "pools.organization" | "pools.customer",
  person: "seats.customer_id" | "seats.member_id",
) =>
  query((db, args: { owner: number; person: string }) =>
    poolRows(db)
      .where(owner, "=", args.owner)
      .where((where) =>
        where.exists(
          where
            .selectFrom("seats")
            .whereRef("seats.pool", "=", "pools.stream")
            .where("seats.status", "=", "claimed")
            .where(person, "=", args.person)
            .select("seats.id"),
        ),
      )
      .orderBy("pools.stream"),
  );
const poolsClaimedByCustomer = poolsClaimed("pools.organization", "seats.customer_id");
const poolsClaimedByMember = poolsClaimed("pools.customer", "seats.member_id");

/** The pools of an organization in which a claimed seat names this customer: as its holder, or as the buyer. */
export function* readPoolsClaimedByCustomer(organization: number, customerId: CustomerId): Reads<readonly FoundPool[]> {
  return (yield* ask(poolsClaimedByCustomer({ owner: organization, person: customerId }))).map(foundPool);
}

/** The pools of a customer, by its stream, in which this member has claimed a seat. */
export function* readPoolsClaimedByMember(customer: number, memberId: MemberId): Reads<readonly FoundPool[]> {
  return (yield* ask(poolsClaimedByMember({ owner: customer, person: memberId }))).map(foundPool);
}
