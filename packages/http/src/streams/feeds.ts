// What the ledger's own streams tell: the seats of a pool, the pools of an organization, its events.

import type { LedgerEvent, OrganizationLedger } from "seat-ledger";
import { eventToWire, eventTypesOf } from "../wire/event.ts";
import { poolToWire } from "../wire/pool.ts";
import { seatsListToWire } from "../wire/seat.ts";
import { written } from "../wire/written.ts";
import type { StreamEvent } from "./event-stream.ts";
import { listFeed } from "./list-feed.ts";
import { type Filter, nextPosition } from "./resume.ts";
import type { Feed } from "./told-stream.ts";

interface PoolRef {
  readonly subscriptionId?: string | null | undefined;
  readonly orderId?: string | null | undefined;
}

/** What changes a pool's seats: its own events, and the names and the going of people, which stand beside it. */
export function seatsFeed(ledger: OrganizationLedger, ref: PoolRef, after: number | null): Feed {
  const aboutPeople = { types: [...eventTypesOf("customer"), ...eventTypesOf("organization")] };
  const seats = {
    watch: (onPosition: (position: number) => void) => ledger.seats$({ ...ref, onPosition }),
    changedSince: (from: number, upTo: number) => happened(ledger, [ref, aboutPeople], from, upTo),
    toWire: seatsListToWire,
  };
  return (ended) => listFeed(seats, after, ended);
}

export function poolsFeed(ledger: OrganizationLedger, customerId: string | null, after: number | null): Feed {
  const pools = {
    watch: (onPosition: (position: number) => void) => ledger.pools$({ customerId, onPosition }),
    changedSince: (from: number, upTo: number) => happened(ledger, [{ types: eventTypesOf("pool") }], from, upTo),
    toWire: (list: readonly Parameters<typeof poolToWire>[0][]) => ({ pools: list.map(poolToWire) }),
  };
  return (ended) => listFeed(pools, after, ended);
}

interface Listener {
  readonly ledger: OrganizationLedger;
  readonly organizationId: string;
}

/** Every event: a client that is slow is told from the log, as fast as it takes them (the overflow rule "log"). */
export function eventsFeed({ ledger, organizationId }: Listener, filter: Filter, after: number | null): Feed {
  return async (ended) => {
    // The ledger checks what a filter names when the first event is asked for, and by then the stream has begun.
    if (filter.subscriptionId || filter.orderId) await ledger.getPool(poolOf(filter));
    else await ledger.getOrganization({ organizationId });
    return told(ledger.events({ ...filter, after: after ?? 0, signal: ended }));
  };
}

function poolOf({ subscriptionId, orderId }: Filter): PoolRef {
  return { subscriptionId, orderId };
}

async function* told(events: AsyncIterable<LedgerEvent>): AsyncGenerator<StreamEvent, void, undefined> {
  for await (const event of events) yield { id: event.position, data: written(event, eventToWire) };
}

async function happened(
  ledger: OrganizationLedger,
  filters: readonly Filter[],
  after: number,
  upTo: number,
): Promise<boolean> {
  for (const filter of filters) {
    const position = await nextPosition(ledger, filter, after);
    if (position !== null && position <= upTo) return true;
  }
  return false;
}
