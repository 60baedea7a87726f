// listHeldPools: the pools in which somebody has claimed a seat, in the order in which the ledger came to know them.

import { z } from "zod";
import { type Pool, poolAnswer } from "../answers/pool.ts";
import { idOf, maybe } from "../arguments.ts";
import type { CustomerId, MemberId } from "../domain/ids.ts";
import { reject } from "../domain/rejections.ts";
import { answered, type Query } from "../query.ts";
import { findCustomer } from "../store/customer-queries.ts";
import { readPoolsClaimedByCustomer, readPoolsClaimedByMember } from "../store/held-pool-queries.ts";
import { findMember } from "../store/member-queries.ts";

const schema = z.strictObject({ customerId: idOf<CustomerId>(), memberId: maybe(idOf<MemberId>()) });

/** Whose claimed seats: those that name a customer, or those of one of its members. */
export type ListHeldPoolsArgs = z.input<typeof schema>;

export const listHeldPools: Query<z.output<typeof schema>, readonly Pool[]> = {
  args: schema,
  *reads({ customerId, memberId }, { fence }) {
    const customer = yield* findCustomer(customerId);
    const outside = fence !== null && customer?.customer.organizationId !== fence;
    if (!customer || outside) return reject("CustomerNotFound", { customerId });
    if (memberId === null) {
      const claimed = yield* readPoolsClaimedByCustomer(customer.organization, customerId);
      return answered(claimed.map(({ pool }) => poolAnswer(pool)));
    }
    const member = yield* findMember(memberId);
    if (member?.customerStream !== customer.stream) return reject("MemberNotFound", { memberId });
    const claimed = yield* readPoolsClaimedByMember(customer.stream, memberId);
    return answered(claimed.map(({ pool }) => poolAnswer(pool)));
  },
};
