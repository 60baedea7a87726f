// removeCustomer: the customer leaves with all its members, and every seat of the ledger's pools that they hold is taken
// back. Its own pools stay as they are, as in Polar: whoever else sits there goes on sitting, and seats can be assigned
// while the subscription runs, for it is the pool's status that says whether it does.

import { z } from "zod";
import { idOf } from "../arguments.ts";
import type { CustomerId } from "../domain/ids.ts";
import { reject } from "../domain/rejections.ts";
import { findCustomer } from "../store/customer-queries.ts";
import type { Command } from "./shared/command.ts";
import { insideFence } from "./shared/inside-fence.ts";
import { customerLeaves } from "./shared/leaving.ts";
import { earlier, noExpectedVersion, occurredAt } from "./shared/preconditions.ts";

const schema = z.strictObject({ customerId: idOf<CustomerId>() });

/** The customer who leaves. */
export type RemoveCustomerArgs = z.input<typeof schema>;

export const removeCustomer: Command<z.output<typeof schema>, void> = {
  name: "removeCustomer",
  args: schema,

  *plan({ customerId }, call) {
    const found = yield* findCustomer(customerId);
    if (!found || !insideFence(found.customer.organizationId, call)) return reject("CustomerNotFound", { customerId });
    const { customer, organization, stream } = found;
    const repeated = yield* earlier(organization, call);
    if (repeated) return repeated;
    const unversioned = noExpectedVersion(call);
    if (unversioned) return unversioned;
    const at = occurredAt(call, null);
    if (!(at instanceof Date)) return at;
    if (customer.removedAt) {
      const anchor = { stream, version: customer.version };
      return { kind: "planned", organization, appends: [], anchor, answer: undefined };
    }
    const { appends, append } = yield* customerLeaves(found, at);
    const anchor = { stream, version: append.after.version };
    return { kind: "planned", organization, appends, anchor, answer: undefined };
  },

  *again() {},
};
