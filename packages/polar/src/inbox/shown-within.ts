// What was shown of a person inside of something else: a customer with a pool, a member with a seat. A late webhook of the
// person may be older than that, and then it is no news.

import type { PoolRef } from "../pool-ref.ts";
import { readInput } from "../translate/read-input.ts";
import { subjectOfListing, subjectOfPool } from "../translate/subjects.ts";
import { seatsListSchema } from "../wire/seats-list.ts";
import type { InboxLedger } from "./inbox-ledger.ts";
import { inputKindOf } from "./input-kind.ts";

/** Whether the customer was shown with one of these pools as it was later than this time. */
export async function isCustomerShownLater(
  { inbox }: InboxLedger,
  customerId: string,
  { pools, time }: { readonly pools: readonly PoolRef[]; readonly time: Date },
): Promise<boolean> {
  for (const ref of pools) {
    const newest = await inbox.newest(subjectOfPool(ref));
    const kind = newest && inputKindOf(newest);
    if (!kind || newest.body === null) continue;
    const { says } = readInput(kind, newest.body);
    if (says.kind === "pool" && says.shown.customer.id === customerId && says.shown.customerAt > time) return true;
  }
  return false;
}

/** Whether the member was listed in one of these pools as it was later than this time. */
export async function isMemberShownLater(
  { inbox }: InboxLedger,
  memberId: string,
  { pools, time }: { readonly pools: readonly PoolRef[]; readonly time: Date },
): Promise<boolean> {
  for (const ref of pools) {
    const newest = await inbox.newest(subjectOfListing(ref));
    const listed = seatsListSchema.safeParse(JSON.parse(newest?.body ?? "null")).data?.seats ?? [];
    const shown = listed.map(({ member }) => member).filter((member) => member?.id === memberId);
    if (shown.some((member) => member && (member.modified_at ?? member.created_at) > time)) return true;
  }
  return false;
}
