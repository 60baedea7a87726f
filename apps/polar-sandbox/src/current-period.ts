// The billing period of a subscription. It goes by what stands on record, so that two questions get the same answer.

import type { SubscriptionRecord } from "./records.ts";

/** The month in which the last change fell: what stands still on record must not change with the hour of the question. */
export function currentPeriod({ startedAt, modifiedAt }: Pick<SubscriptionRecord, "startedAt" | "modifiedAt">) {
  const at = modifiedAt ?? startedAt;
  let months = 0;
  while (monthsAfter(startedAt, months + 1) <= at) months += 1;
  return { start: monthsAfter(startedAt, months), end: monthsAfter(startedAt, months + 1) };
}

/** The same day and hour some months later, in UTC. */
export function monthsAfter(date: Date, months: number): Date {
  const later = new Date(date);
  later.setUTCMonth(later.getUTCMonth() + months);
  return later;
}
