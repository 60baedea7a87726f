// getCustomer: a customer as the ledger knows it now. One that was removed is not found.

import { z } from "zod";
import { type Customer, customerAnswer } from "../answers/directory.ts";
import { idOf } from "../arguments.ts";
import type { CustomerId } from "../domain/ids.ts";
import { reject } from "../domain/rejections.ts";
import { answered, type Query } from "../query.ts";
import { findCustomer } from "../store/customer-queries.ts";

const schema = z.strictObject({ customerId: idOf<CustomerId>() });

/** A customer by its id. */
export type GetCustomerArgs = z.input<typeof schema>;

export const getCustomer: Query<z.output<typeof schema>, Customer> = {
  args: schema,
  *reads({ customerId }, { fence }) {
    const customer = (yield* findCustomer(customerId))?.customer;
    const outside = fence !== null && customer?.organizationId !== fence;
    if (!customer || outside || customer.removedAt !== null) return reject("CustomerNotFound", { customerId });
    return answered(customerAnswer(customer));
  },
};
