// Polar's own events, of which those about bought seats are read: when a subscription had how many. They are kept for ever,
// so this is the whole history of it.

import { observationOf } from "../inbox/observation-of.ts";
import { polarEventSchema } from "../wire/polar-event.ts";
import type { FeedSource } from "./delivery-log.ts";
import { entryOf, type FeedEntry, type FeedReading, idByContent, readFeed } from "./read-feed.ts";

const maxPages = 2;
const name = "subscription.seats_updated";

/** Asks at most twice. */
export async function readPolarEvents({
  client,
  inbox,
  organizationId,
}: FeedSource<"polarEvents">): Promise<FeedReading> {
  const feed = {
    name: "list of events",
    noteKey: `feeds/polar-events/${organizationId ?? "all"}`,
    ask: client.polarEvents(name),
    readEntry: (item: unknown, observedAt: Date) => readEvent(item, observedAt, organizationId),
  };
  return await readFeed(feed, inbox, maxPages);
}

/** One that can't be read is kept as well, and said to be unread. */
function readEvent(item: unknown, observedAt: Date, organizationId: string | null): FeedEntry {
  const body = JSON.stringify(item);
  const { data } = polarEventSchema.safeParse(item);
  const originId = data?.id ?? idByContent("polar-events", body);
  const input = { kind: "polar-event", origin: "polar-events", originId, body, observedAt, organizationId } as const;
  return entryOf(data?.timestamp ?? null, observationOf(input), organizationId);
}
