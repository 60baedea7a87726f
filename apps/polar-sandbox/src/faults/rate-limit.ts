// The rate limit of an organization: so many requests in a minute that begins with the first of them. What is refused
// does not count.

import type { ActiveFaults } from "./fault-state.ts";

const minuteMs = 60_000;

/** Counts this request, and answers null; or, where the limit is reached, after how many milliseconds it may be asked. */
export function overLimitForMs({ options, minutes }: ActiveFaults, organization: string, now: number): number | null {
  if (options.rateLimit === undefined) return null;
  const running = minutes.get(organization);
  const minute = running !== undefined && now < running.since + minuteMs ? running : { since: now, asked: 0 };
  if (minute.asked >= options.rateLimit) return minute.since + minuteMs - now;
  minutes.set(organization, { ...minute, asked: minute.asked + 1 });
  return null;
}
