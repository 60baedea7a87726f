// The seat API under load on loopback, alone on its server and as the whole service, against a bare Hono route that returns a
// constant of the same size: the list of a full pool of 25 seats, of 100 pools in turn, and the assignment of a seat to somebody
// new. Each server has a process of its own, and so has whoever asks.

import { join } from "node:path";
import autocannon from "autocannon";
import type { Bench, Measure } from "../bench.ts";
import { type Served, served, token } from "../http/served.ts";
import { servedService } from "../http/service.ts";
import { interleave, ratioOf, spreadOf } from "../interleave.ts";
import type { Row } from "../rows.ts";
import { seatsInPool } from "../script.ts";

const connections = 32;
/** For each command so many reads before anything is measured: a server goes on compiling for tens of thousands of requests. */
const warmUp = 10;
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
const path = "/v1/customer-seats";

export const http: Measure = async (bench) => {
  const counts = { reads: bench.commands * 4, assigns: bench.commands };
  const turns = bench.repetitions + 2;
  // For every assignment of every turn a seat that nobody has; the generator asks for some more than it sends.
  const empty = Math.ceil(((counts.assigns + 2 * connections) * turns) / seatsInPool) + 1;
  const full = Math.min(100, bench.pools);
  using ours = await served({ kind: "ledger", file: join(bench.folder, "http.db"), full, empty });
  using service = await servedService(bench.folder, full);
  const seats = seatsOf(ours.pools.slice(full));
  const elsewhere = seatsOf([""]);
  using bare = await served({ kind: "bare", bytes: await sizes(ours, seats) });
  const listsOf = (pools: readonly string[]) => pools.slice(0, full).map((id) => `${path}?subscription_id=${id}`);
  const lists = listsOf(ours.pools);
  for (const { port } of [ours, service, bare]) await load(port, inTurn(lists), bench.commands * warmUp);
  const p99 = {
    reads: [] as number[],
    service: [] as number[],
    constant: [] as number[],
    assigns: [] as number[],
    posted: [] as number[],
  };

  const asking =
    (name: keyof typeof p99, { port }: Served, request: () => Asked, amount: number) =>
    async () => {
      const { rate, latency } = await load(port, request, amount);
      p99[name].push(latency);
      return rate;
    };
  const found = await interleave(
    {
      reads: asking("reads", ours, inTurn(lists), counts.reads),
      service: asking("service", service, inTurn(listsOf(service.pools)), counts.reads),
      constant: asking("constant", bare, inTurn(lists), counts.reads),
      assigns: asking("assigns", ours, () => ({ method: "POST", path, body: seats() }), counts.assigns),
      posted: asking("posted", bare, () => ({ method: "POST", path, body: elsewhere() }), counts.assigns),
    },
    bench,
  );
  return rowsOf(bench, found, p99);
};

type Found = Readonly<Record<"reads" | "service" | "constant" | "assigns" | "posted", readonly number[]>>;

function rowsOf({ repetitions }: Bench, found: Found, latencies: Found): Row[] {
  // The first round is not counted, as in the rates.
  const latency = (name: keyof Found) => spreadOf(latencies[name].slice(-repetitions));
  const rate = (what: string, ours: readonly number[], theirs: readonly number[]) => ({
    ...{ what, unit: "requests/s", value: spreadOf(ours), ratio: ratioOf(ours, theirs) },
    against: { what: "a constant of the same size", value: spreadOf(theirs) },
  });
  const p99 = (name: keyof Found, other: keyof Found) => ({
    ...{ what: "  99 of 100 are answered within", unit: "ms", value: latency(name), ratio: null, goal: null },
    against: { what: "a constant of the same size", value: latency(other) },
  });
  return [
    {
      ...rate(`GET a pool of ${seatsInPool} seats, ${connections} connections`, found.reads, found.constant),
      goal: { of: "ratio", better: "more", floor: 0.5, aim: 0.7 },
    },
    p99("reads", "constant"),
    {
      ...rate("  the same of the service, log and all", found.service, found.constant),
      goal: { of: "ratio", better: "more", floor: 0.5, aim: 0.7 },
    },
    p99("service", "constant"),
    { ...rate("POST an assignment to somebody new, full durability", found.assigns, found.posted), goal: null },
    p99("assigns", "posted"),
  ];
}

interface Asked {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
}

/** The rate, and the 99th percentile of the latencies in milliseconds. Anything but 200 is a mistake of the measure. */
async function load(port: number, next: () => Asked, amount: number): Promise<{ rate: number; latency: number }> {
  const began = performance.now();
  const { non2xx, errors, latency } = await autocannon({
    ...{ url: `http://127.0.0.1:${port}`, connections, amount, headers },
    // It looks whether all is answered as often as it takes samples: by default each second, as long as the whole load takes.
    sampleInt: 5,
    requests: [{ setupRequest: (request) => ({ ...request, ...next() }) }],
  });
  if (non2xx > 0 || errors > 0) throw new Error(`${non2xx} answers were refusals, ${errors} failed`);
  return { rate: amount / ((performance.now() - began) / 1_000), latency: latency.p99 };
}

function inTurn(paths: readonly string[]): () => Asked {
  let asked = 0;
  return () => ({ method: "GET", path: paths[asked++ % paths.length] ?? "" });
}

/** Bodies that each give a free seat to somebody new. */
function seatsOf(pools: readonly string[]): () => string {
  let given = 0;
  return () => {
    const subscription_id = pools[Math.floor(given / seatsInPool) % pools.length];
    given += 1;
    return JSON.stringify({ subscription_id, email: `somebody-${given}@example.com` });
  };
}

async function sizes({ port, pools }: Served, seats: () => string) {
  const size = async (query: string, init: RequestInit) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}${query}`, { headers, ...init });
    if (!response.ok) throw new Error(`refused: ${response.status}`);
    return (await response.arrayBuffer()).byteLength;
  };
  return {
    get: await size(`?subscription_id=${pools[0]}`, {}),
    post: await size("", { method: "POST", body: seats() }),
  };
}
