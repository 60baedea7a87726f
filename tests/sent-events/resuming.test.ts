// Clients that are cut off go on where they were: over a real network, while commands go on, at every position.

import { EventSource } from "eventsource";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onPort, openShop, type Shop, tokens } from "../conformance/shop.ts";
import { propertyRuns, propertyTimeoutMs } from "../properties/property-runs.ts";
import { eventually } from "../streams/eventually.ts";
import { type Heard, listen } from "./listener.ts";

let shop: Shop;
let served: Awaited<ReturnType<typeof onPort>>;

beforeAll(async () => {
  shop = await openShop();
  served = await onPort(shop.api);
});

afterAll(async () => {
  await served[Symbol.asyncDispose]();
  await shop[Symbol.asyncDispose]();
});

const events = "/v1/ledger/streams/events";
const seats = () => `/v1/ledger/streams/seats?subscription_id=${shop.acme.subscriptionId}`;

/** How many events are taken before each break. */
const breaks = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 });

/** Numbers never used before, so that each command changes something. */
let number = 10;

/** Commands of both organizations, one after the other, so that the streams are told of them while they are read. */
async function write(commands: number): Promise<void> {
  for (let done = 0; done < commands; done += 1) {
    number += 1;
    await shop.ledger.resizePool({ subscriptionId: shop.acme.subscriptionId, seats: number });
    await shop.ledger.resizePool({ subscriptionId: shop.other.subscriptionId, seats: number });
  }
}

/** The events of one organization, as the ledger itself tells them. */
async function told(after: number): Promise<readonly number[]> {
  const positions: number[] = [];
  const end = new AbortController();
  const { organizationId } = shop.acme;
  const known = shop.ledger
    .forOrganization(organizationId)
    .events({ after, signal: end.signal, onCaughtUp: () => end.abort() });
  for await (const { position } of known) positions.push(position);
  return positions;
}

/** Reads a stream in as many connections as there are breaks, each going on after the last id, and then until `isAll`. */
async function inPieces(
  path: string,
  taken: readonly number[],
  start: number,
  isAll: (heard: Heard) => boolean,
): Promise<readonly Heard[]> {
  const all: Heard[] = [];
  for (const count of [...taken, Number.POSITIVE_INFINITY]) {
    await using stream = await listen(served.url, path, { lastEventId: all.at(-1)?.id ?? start });
    for (let done = 0; done < count; done += 1) {
      const last = all.at(-1);
      if (last && isAll(last)) return all;
      const heard = await stream.next();
      if (!heard) throw new Error("the stream ended");
      all.push(heard);
    }
  }
  return all;
}

describe("whoever goes on after the last id that it saw", () => {
  it(
    "is told each event once and in order, at whatever places it was cut off while commands went on",
    async () => {
      const run = fc.asyncProperty(breaks, async (taken) => {
        const start = (await told(0)).at(-1) ?? 0;
        const commands = taken.reduce((sum, count) => sum + count, 0) + 2;
        const last = number + commands;
        const writing = write(commands);
        const heard = await inPieces(events, taken, start, ({ data }) => data.data.seats === last);
        await writing;
        expect(heard.map(({ id }) => id)).toEqual(await told(start));
      });
      await fc.assert(run, propertyRuns("events in pieces", { name: "SQLite in memory", share: 0.5 }));
    },
    propertyTimeoutMs,
  );

  it(
    "is shown the last list, and none twice",
    async () => {
      const run = fc.asyncProperty(breaks, async (taken) => {
        const start = (await told(0)).at(-1) ?? 0;
        const commands = 8;
        const last = number + commands;
        const writing = write(commands);
        const heard = await inPieces(seats(), taken, start, ({ data }) => data.total_seats === last);
        await writing;
        const totals = heard.map(({ data }) => data.total_seats);
        expect(new Set(totals).size).toBe(totals.length);
        expect(totals).toEqual(totals.toSorted((one, other) => one - other));
      });
      await fc.assert(run, propertyRuns("lists in pieces", { name: "SQLite in memory", share: 0.5 }));
    },
    propertyTimeoutMs,
  );

  it("finds every position a place to go on from, its own organization's or another's", async () => {
    const all = await told(0);
    const last = all.at(-1) ?? 0;
    for (let after = Math.max(0, last - 40); after < last; after += 1) {
      await using stream = await listen(served.url, events, { lastEventId: after });
      expect((await stream.next())?.id).toBe(all.find((position) => position > after));
    }
  });
});

describe("an EventSource as browsers have it", () => {
  const open = (path: string) =>
    new EventSource(`${served.url}${path}`, {
      fetch: (url, init) =>
        fetch(url, { ...init, headers: { ...init.headers, Authorization: `Bearer ${tokens.acme}` } }),
    });

  it("comes back by itself after a break and misses nothing", async () => {
    const start = (await told(0)).at(-1) ?? 0;
    // Small, so that the test doesn't wait for the hint of the service.
    await using cutting = await behindAProxyThatCuts(shop, 3);
    const heard: number[] = [];
    const source = new EventSource(`${cutting.url}${events}?after=${start}`, {
      fetch: (url, init) =>
        fetch(url, { ...init, headers: { ...init.headers, Authorization: `Bearer ${tokens.acme}` } }),
    });
    source.addEventListener("message", ({ lastEventId }) => heard.push(Number(lastEventId)));
    await write(8);
    const expected = await told(start);
    await eventually(() => expect(heard.length).toBeGreaterThanOrEqual(expected.length));
    source.close();
    expect(heard).toEqual(expected);
    expect(cutting.connections()).toBeGreaterThan(2);
  });

  it("is shown lists by `onmessage`, and stays away once it may see nothing any more", async () => {
    const shown: number[] = [];
    const source = open(seats());
    source.addEventListener("message", ({ data }) => shown.push(JSON.parse(data).total_seats));
    await write(1);
    await eventually(() => expect(shown.at(-1)).toBe(number));
    source.close();
    const refused = open("/v1/ledger/streams/seats?subscription_id=5b1f0c1e-0000-4000-8000-000000000009");
    await eventually(() => expect(refused.readyState).toBe(refused.CLOSED));
  });
});

/** The same API, each of whose answers breaks off after so many events and says that it may be asked again at once. */
async function behindAProxyThatCuts({ api }: Shop, count: number) {
  let connections = 0;
  const cutting = await onPort({
    ...api,
    async fetch(request) {
      connections += 1;
      const { body, headers } = await api.fetch(request);
      let seen = 0;
      const cut = new TransformStream<string, string>({
        transform(chunk, controller) {
          for (const block of chunk.split(/(?<=\n\n)/)) {
            controller.enqueue(block.replace(/^retry: \d+$/m, "retry: 1"));
            seen += block.startsWith("id:") ? 1 : 0;
            if (seen === count) return controller.terminate();
          }
        },
      });
      const text = body?.pipeThrough(new TextDecoderStream()).pipeThrough(cut).pipeThrough(new TextEncoderStream());
      return new Response(text ?? null, { headers });
    },
  });
  return { ...cutting, connections: () => connections };
}
