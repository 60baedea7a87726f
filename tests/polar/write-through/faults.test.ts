// Whatever goes wrong between the ledger and Polar, wherever a process ends, and whoever looks in between: who calls with a key
// until there is an answer has got one seat, once, and the log says who asked.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { PolarReplayError, polarSeats, replayPolar } from "@seat-ledger/polar";
import { createPolarSandbox } from "@seat-ledger/polar-sandbox";
import { openLedger, type SeatLedger } from "seat-ledger";
import { expect, onTestFinished, test, vi } from "vitest";
import { below, type Random, seeded } from "../../bench/random.ts";

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

const rate = { requestsPerMinute: 1_000_000 };
const writes: ReadonlySet<unknown> = new Set(["record", "keep", "settle", "putNote"]);

/** The ledger of a process that ends: after so many writes it does nothing any more. */
function dying(ledger: SeatLedger, writesLeft: number): SeatLedger {
  let left = writesLeft;
  const within = <Whole extends object>(whole: Whole): Whole =>
    new Proxy(whole, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name, target);
        if (name === "inbox" && typeof found === "object" && found !== null) return within(found);
        if (typeof found !== "function") return found;
        return (...given: unknown[]) => {
          if (writes.has(name)) left -= 1;
          return left < 0 ? Promise.reject(new Error("ended")) : found.apply(target, given);
        };
      },
    });
  return within(ledger);
}

/** Calls, perhaps from a process that ends, until there is an answer; in between somebody may look. */
async function untilAnswered<Answer>(
  {
    ledger,
    random,
    look,
  }: { readonly ledger: SeatLedger; readonly random: Random; readonly look: () => Promise<void> },
  call: (ledger: SeatLedger) => Promise<Answer>,
): Promise<Answer> {
  for (let calls = 1; ; calls += 1) {
    try {
      return await call(random() < 0.4 ? dying(ledger, below(8, random)) : ledger);
    } catch (error) {
      const isExpected = error instanceof Error && (error.name === "PolarSeatsError" || error.message === "ended");
      if (!isExpected || calls === 40) throw error;
    }
    if (random() < 0.5) await look();
  }
}

async function isDoneOnce(seed: number, { sandbox, polar, pool }: ReturnType<typeof furnished>): Promise<void> {
  await using ledger = await openLedger({ file: ":memory:" });
  await replayPolar({ ledger, polar, ...rate });
  const faults = { droppedAnswer: 0.2, droppedRequest: 0.1, serverError: 0.15, truncated: 0.1 };
  sandbox.faults.set({ seed, ...faults, paths: ["/v1/customer-seats"] });
  const random = seeded(seed);
  const look = async () => {
    await replayPolar({ ledger, polar, ...rate }).catch((error: unknown) => {
      if (!(error instanceof PolarReplayError)) throw error;
    });
  };
  const calling = { ledger, random, look };
  const assign = (name: string) => {
    const context = { idempotencyKey: `${name} gets a seat`, actor: { type: "user", id: name } } as const;
    const args = { ...pool, email: `${name}@acme.example` };
    return untilAnswered(calling, (by) => polarSeats({ ledger: by, polar, ...rate }).assignSeat(args, context));
  };
  const [ada] = await Promise.all(["ada", "bob", "cyd"].map(assign));
  const seatId = ada?.seat.id ?? "";
  const leaving = { idempotencyKey: "ada leaves", actor: { type: "user", id: "eve" } } as const;
  await untilAnswered(calling, (by) => polarSeats({ ledger: by, polar, ...rate }).revokeSeat({ seatId }, leaving));
  const { seat } = await assign("dan");
  expect(seat).toMatchObject({ id: seatId, email: "dan@acme.example", occupancy: 2 });

  sandbox.faults.clear();
  expect(await replayPolar({ ledger, polar, ...rate })).toMatchObject({ complete: true, inferred: 0, appended: 0 });
  const count = (type: string) => sandbox.record.filter((fact) => fact.type === type).length;
  expect([count("assigned"), count("revoked")]).toEqual([4, 1]);
  const { entries } = await ledger.history(pool);
  const steps = entries.filter(({ seatId: about }) => about !== null);
  expect(
    steps.map(({ event, holder }) => [event.type, holder?.email, event.origin, event.actor.id]).toSorted(),
  ).toEqual([
    ["SeatAssigned", "ada@acme.example", "write-through", "ada"],
    ["SeatAssigned", "bob@acme.example", "write-through", "bob"],
    ["SeatAssigned", "cyd@acme.example", "write-through", "cyd"],
    ["SeatAssigned", "dan@acme.example", "write-through", "dan"],
    ["SeatRevoked", "ada@acme.example", "write-through", "eve"],
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
