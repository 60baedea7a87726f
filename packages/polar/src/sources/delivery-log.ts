// The delivery log: each attempt to deliver a webhook, with its content, for 90 days. The only feed of seats that Polar lets
// anybody read back. Several attempts of one webhook are one observation, the same as the webhook itself.

import type { PolarClient } from "../client/polar-client.ts";
import { statusOf } from "../failures.ts";
import { observationOf } from "../inbox/observation-of.ts";
import { deliverySchema, endpointSchema } from "../wire/delivery.ts";
import { pageSchema } from "../wire/page.ts";
import { read } from "../wire/read.ts";
import { unreadOf } from "./feed-note.ts";
import {
  entryOf,
  type Feed,
  type FeedEntry,
  type FeedInbox,
  type FeedReading,
  idByContent,
  readFeed,
  readOn,
} from "./read-feed.ts";

export interface FeedSource<Asked extends keyof PolarClient = keyof PolarClient> {
  readonly client: Pick<PolarClient, Asked>;
  readonly inbox: FeedInbox;
  /** The one organization whose entries are read; null: all that the access token shows. */
  readonly organizationId: string | null;
}

const maxPages = 4;

type DeliverySource = FeedSource<"webhookEndpoints" | "deliveries">;

/** Asks at most five times: for four pages, and before them for the organization's endpoints where it is one alone. */
export async function readDeliveryLog(source: DeliverySource): Promise<FeedReading> {
  return await withDeliveryLog(source, (feed) => readFeed(feed, source.inbox, maxPages));
}

/** What a pass left of it, as long as it may; nothing is asked where nothing was left. */
export async function readOnDeliveryLog(source: DeliverySource, mayGoOn: () => boolean): Promise<FeedReading> {
  const { spans } = await unreadOf(source.inbox, noteKeyOf(source));
  if (spans.length === 0) return allRead;
  return await withDeliveryLog(source, (feed) => readOn(feed, source.inbox, mayGoOn));
}

const allRead: FeedReading = { kept: 0, archived: 0, elsewhere: 0, isRead: true, leftOut: null };

async function withDeliveryLog(
  source: DeliverySource,
  readBy: (feed: Feed) => Promise<FeedReading>,
): Promise<FeedReading> {
  const { client, organizationId } = source;
  const endpointIds = organizationId === null ? null : await endpointsOf(client, organizationId);
  // Whose entries they are could not be told then.
  if (endpointIds === "forbidden") return { ...allRead, leftOut: "Forbidden" };
  if (endpointIds?.length === 0) return allRead;
  return await readBy({
    name: "delivery log",
    noteKey: noteKeyOf(source),
    ask: client.deliveries(endpointIds),
    readEntry: (item: unknown, observedAt: Date) => readDelivery(item, observedAt, organizationId),
  });
}

function noteKeyOf({ organizationId }: Pick<DeliverySource, "organizationId">): string {
  return `feeds/delivery-log/${organizationId ?? "all"}`;
}

/**
 * An entry doesn't tell whose it is, and an access token may show several organizations. Null where nothing lists endpoints: a
 * server without them has one organization.
 */
async function endpointsOf(
  client: Pick<PolarClient, "webhookEndpoints">,
  organizationId: string,
): Promise<readonly string[] | "forbidden" | null> {
  try {
    const { body } = await client.webhookEndpoints(organizationId);
    const { items } = read(pageSchema, "list of webhook endpoints", body);
    return items.map((item) => read(endpointSchema, "webhook endpoint", item).id);
  } catch (error) {
    const status = statusOf(error);
    if (status === 403) return "forbidden";
    if (status === 404 || status === 405) return null;
    throw error;
  }
}

/** One that can't be read is kept as a whole, and said to be unread. */
function readDelivery(item: unknown, observedAt: Date, organizationId: string | null): FeedEntry {
  const around = { kind: "webhook", origin: "delivery-log", observedAt, organizationId } as const;
  const { data } = deliverySchema.safeParse(item);
  if (!data) {
    const body = JSON.stringify(item);
    return entryOf(
      null,
      observationOf({ ...around, originId: idByContent("delivery-log", body), body }),
      organizationId,
    );
  }
  const { created_at: at, webhook_event: event } = data;
  if (event.payload === null) return { at, what: "archived" };
  const { id: originId, payload: body, api_version: apiVersion } = event;
  return entryOf(at, observationOf({ ...around, originId, body, apiVersion }), organizationId);
}
