// Polar in memory with a few customers and pools, a ledger that mirrors it, and a clock for both that moves with each step.
// The real SDK asks the sandbox; only the network between the two is left out.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { replayPolar } from "@seat-ledger/polar";
import { createPolarSandbox, type PolarSandbox } from "@seat-ledger/polar-sandbox";
import type { SeatLedger } from "seat-ledger";
import { vi } from "vitest";
import type { Engine } from "../../contract/engines/engines.ts";

export type PoolRef = { readonly subscriptionId: string } | { readonly orderId: string };

export interface PolarWorld {
  readonly sandbox: PolarSandbox;
  readonly ledger: SeatLedger;
  readonly pools: PoolRef[];
  readonly seatIds: string[];
  readonly memberIds: Set<string>;
  /** Buys seats by a subscription for one of the customers. */
  readonly subscribe: (customer: number, seats: number) => void;
  readonly replay: () => ReturnType<typeof replayPolar>;
  readonly end: () => Promise<void>;
}

export const beginning = Date.parse("2026-11-02T10:00:00.000Z");
export const baseUrl = "https://polar.example";

/** Both clocks are the process's own, which stands still except for this. */
export function passTime(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
}

export async function openPolarWorld(engine: Engine, memberModel: boolean): Promise<PolarWorld> {
  vi.useFakeTimers({ toFake: ["Date"], now: beginning });
  const sandbox = createPolarSandbox();
  vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
    return sandbox.fetch(new Request(input, init));
  });
  const { customers, pools, subscribe } = furnished(sandbox, { memberModel });
  const opened = await engine.open();
  const { ledger } = opened;
  const polar = createPolar({ accessToken: "polar_oat_sandbox", baseUrl });
  subscribe(0, 3);
  subscribe(1, 3);
  return {
    sandbox,
    ledger,
    pools,
    seatIds: [],
    memberIds: new Set(),
    subscribe: (customer, seats) => subscribe(customer % customers, seats),
    // A history asks more often than a minute of the true limit allows.
    replay: () => replayPolar({ ledger, polar, requestsPerMinute: 1_000_000 }),
    async end() {
      await opened[Symbol.asyncDispose]();
      vi.unstubAllGlobals();
      vi.useRealTimers();
    },
  };
}

/** An organization with two buyers and their orders; each can subscribe. */
export function furnished(sandbox: PolarSandbox, settings: { memberModel: boolean; membersForHolders?: boolean }) {
  const organization = sandbox.createOrganization({ name: "Acme", slug: "acme", ...settings });
  const organizationId = organization.id;
  const monthly = sandbox.createProduct({ organizationId, name: "Team", recurring: true, minimumSeats: 0 });
  const once = sandbox.createProduct({ organizationId, name: "Forever", recurring: false });
  const customers = ["one", "two"].map((name) =>
    sandbox.createCustomer({ organizationId, email: `${name}@buyers.example`, type: "team" }),
  );
  const orders = customers.map(({ id: customerId }) =>
    sandbox.createOrder({ productId: once.id, customerId, seats: 2, status: "pending" }),
  );
  const pools: PoolRef[] = orders.map(({ id }) => ({ orderId: id }));
  const subscribe = (customer: number, seats: number) => {
    const customerId = customers[customer]?.id ?? "";
    const { id } = sandbox.createSubscription({ productId: monthly.id, customerId, seats });
    pools.push({ subscriptionId: id });
  };
  return { organizationId, customers: customers.length, pools, subscribe };
}
