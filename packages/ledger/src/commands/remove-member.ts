// removeMember: the member leaves its customer, and every seat of the ledger's pools that it holds is taken back. It stays
// known by its id, for the seats and the history that name it.

import { z } from "zod";
import { idOf } from "../arguments.ts";
import type { MemberId } from "../domain/ids.ts";
import { reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import { findCustomer } from "../store/customer-queries.ts";
import { findMember } from "../store/member-queries.ts";
import type { Command } from "./shared/command.ts";
import { insideFence } from "./shared/inside-fence.ts";
import { memberLeaves } from "./shared/leaving.ts";
import { earlier, noExpectedVersion, occurredAt } from "./shared/preconditions.ts";

const schema = z.strictObject({ memberId: idOf<MemberId>() });

/** The member who leaves. */
export type RemoveMemberArgs = z.input<typeof schema>;

export const removeMember: Command<z.output<typeof schema>, void> = {
  name: "removeMember",
  args: schema,

  *plan({ memberId }, call) {
    const found = yield* findMember(memberId);
    const customer = found && (yield* findCustomer(found.member.customerId));
    invariant(customer || !found, "a member has a customer");
    if (!found || !customer || !insideFence(customer.customer.organizationId, call)) {
      return reject("MemberNotFound", { memberId });
    }
    const repeated = yield* earlier(customer.organization, call);
    if (repeated) return repeated;
    const unversioned = noExpectedVersion(call);
    if (unversioned) return unversioned;
    const at = occurredAt(call, null);
    if (!(at instanceof Date)) return at;
    const { organization, stream } = customer;
    if (found.member.removedAt) {
      const anchor = { stream, version: customer.customer.version };
      return { kind: "planned", organization, appends: [], anchor, answer: undefined };
    }
    const { appends, append } = yield* memberLeaves(found, customer, at);
    const anchor = { stream, version: append.after.version };
    return { kind: "planned", organization, appends, anchor, answer: undefined };
  },

  *again() {},
};
