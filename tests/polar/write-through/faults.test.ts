// Whatever goes wrong between the ledger and Polar: who calls with a key until there is an answer has got one seat, once.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { polarSeats, replayPolar } from "@seat-ledger/polar";
import { createPolarSandbox } from "@seat-ledger/polar-sandbox";
import { openLedger } from "seat-ledger";
import { expect, onTestFinished, test, vi } from "vitest";

const histories = 24;
const seedOfRun = Number(process.env["PROPERTY_SEED"] ?? Date.now() % 1_000_000);

/** One Polar of its own for each history, all at once: what takes time is waiting. */
function furnished(seed: number) {
  const sandbox = createPolarSandbox({ seed, wait: async () => {} });
  const organizationId = sandbox.createOrganization({ name: "Acme", slug: "acme" }).id;
  const productId = sandbox.createProduct({ organizationId, name: "Maps", recurring: true }).id;
  const customerId = sandbox.createCustomer({ organizationId, email: "buyer@acme.example" }).id;
  const pool = { subscriptionId: sandbox.createSubscription({ productId, customerId, seats: 3 }).id };
  const polar = createPolar({ accessToken: "polar_oat_sandbox", baseUrl: `https://polar-${seed}.example` });
  return { sandbox, polar, pool };
}

async function untilAnswered<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  for (let calls = 1; ; calls += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "PolarSeatsError" || calls === 30) throw error;
    }
  }
}

async function isDoneOnce(seed: number, { sandbox, polar, pool }: ReturnType<typeof furnished>): Promise<void> {
  await using ledger = await openLedger({ file: ":memory:" });
  const rate = { requestsPerMinute: 1_000_000 };
  await replayPolar({ ledger, polar, ...rate });
  const faults = { droppedAnswer: 0.2, droppedRequest: 0.1, serverError: 0.15, truncated: 0.1 };
  sandbox.faults.set({ seed, ...faults, paths: ["/v1/customer-seats"] });
  const seats = () => polarSeats({ ledger, polar, ...rate });
  const assign = (name: string) => {
    const context = { idempotencyKey: `${name} gets a seat`, actor: { type: "user", id: name } } as const;
    return untilAnswered(() => seats().assignSeat({ ...pool, email: `${name}@acme.example` }, context));
  };
  const [ada] = await Promise.all(["ada", "bob", "cyd"].map(assign));
  const seatId = ada?.seat.id ?? "";
  await untilAnswered(() => seats().revokeSeat({ seatId }, { idempotencyKey: "ada leaves" }));
  const { seat } = await assign("dan");
  expect(seat).toMatchObject({ id: seatId, email: "dan@acme.example", occupancy: 2 });

  sandbox.faults.clear();
  expect(await replayPolar({ ledger, polar, ...rate })).toMatchObject({ complete: true, inferred: 0, appended: 0 });
  const count = (type: string) => sandbox.record.filter((fact) => fact.type === type).length;
  expect([count("assigned"), count("revoked")]).toEqual([4, 1]);
  const { entries } = await ledger.history(pool);
  const steps = entries.filter(({ seatId: about }) => about !== null);
  expect(steps.map(({ event, holder }) => [event.type, event.origin, holder?.email]).toSorted()).toEqual([
    ["SeatAssigned", "write-through", "ada@acme.example"],
    ["SeatAssigned", "write-through", "bob@acme.example"],
    ["SeatAssigned", "write-through", "cyd@acme.example"],
    ["SeatAssigned", "write-through", "dan@acme.example"],
    ["SeatRevoked", "write-through", "ada@acme.example"],
  ]);
  const { observations } = await ledger.inbox.list({ state: "waiting", origin: "write-through" });
  expect(observations).toEqual([]);
}

test(`nothing is done twice, and everything is known (seed ${seedOfRun})`, async () => {
  const worlds = new Map<string, (request: Request) => Promise<Response>>();
  vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    return worlds.get(new URL(request.url).host)?.(request) ?? Promise.reject(new TypeError("fetch failed"));
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  const seeds = Array.from({ length: histories }, (_, place) => seedOfRun + place);
  const furnishedWorlds = seeds.map((seed) => [seed, furnished(seed)] as const);
  for (const [seed, { sandbox }] of furnishedWorlds) worlds.set(`polar-${seed}.example`, sandbox.fetch);
  await Promise.all(furnishedWorlds.map(([seed, world]) => isDoneOnce(seed, world)));
});
