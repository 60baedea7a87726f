// Polar's own events, of which those about bought seats are read: when a subscription had how many. They are kept for ever,
// so this is the whole history of it.

import { observationOf } from "../inbox/observation-of.ts";
import { polarEventSchema } from "../wire/polar-event.ts";
import type { FeedSource } from "./delivery-log.ts";
import { unreadOf } from "./feed-note.ts";
import { entryOf, type Feed, type FeedEntry, type FeedReading, idByContent, readFeed, readOn } from "./read-feed.ts";

const maxPages = 2;
const name = "subscription.seats_updated";

/** Asks at most twice. */
export async function readPolarEvents(source: FeedSource<"polarEvents">): Promise<FeedReading> {
  return await readFeed(feedOf(source), source.inbox, maxPages);
}

/** What a pass left of them, as long as it may; nothing is asked where nothing was left. */
export async function readOnPolarEvents(
  source: FeedSource<"polarEvents">,
  mayGoOn: () => boolean,
): Promise<FeedReading> {
  const feed = feedOf(source);
  const { spans } = await unreadOf(source.inbox, feed.noteKey);
  return await readOn(feed, source.inbox, () => spans.length > 0 && mayGoOn());
}

function feedOf({ client, organizationId }: FeedSource<"polarEvents">): Feed {
  return {
    name: "list of events",
    noteKey: `feeds/polar-events/${organizationId ?? "all"}`,
    ask: client.polarEvents(name),
    readEntry: (item: unknown, observedAt: Date) => readEvent(item, observedAt, organizationId),
  };
}

/** One that can't be read is kept as well, and said to be unread. */
function readEvent(item: unknown, observedAt: Date, organizationId: string | null): FeedEntry {
  const body = JSON.stringify(item);
  const { data } = polarEventSchema.safeParse(item);
  const originId = data?.id ?? idByContent("polar-events", body);
  const input = { kind: "polar-event", origin: "polar-events", originId, body, observedAt, organizationId } as const;
  return entryOf(data?.timestamp ?? null, observationOf(input), organizationId);
}
