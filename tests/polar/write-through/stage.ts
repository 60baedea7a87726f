// A merchant at the stand-in for Polar, a ledger that mirrors it, and the six operations between the two by the real SDK.
// Only the network is left out, so that a test can break it.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { type PolarSeats, polarSeats, replayPolar } from "@seat-ledger/polar";
import { createPolarSandbox, type PolarSandbox } from "@seat-ledger/polar-sandbox";
import { openLedger, type SeatLedger } from "seat-ledger";
import { manualClock } from "seat-ledger/testing";
import { onTestFinished, vi } from "vitest";

/** Stands between the SDK and Polar. What it throws is a connection that broke. */
export type Network = (request: Request, answer: () => Promise<Response>) => Promise<Response>;

export interface Stage {
  readonly sandbox: PolarSandbox;
  readonly ledger: SeatLedger;
  readonly polar: ReturnType<typeof createPolar>;
  readonly seats: PolarSeats;
  readonly clock: ReturnType<typeof manualClock>;
  readonly organizationId: string;
  readonly productId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly pool: { readonly subscriptionId: string };
  /** Method and path of each request since the last call, such as `POST /v1/customer-seats`. */
  readonly asked: () => readonly string[];
  /** What the network does from now on. */
  readonly network: (network: Network) => void;
  readonly replay: () => ReturnType<typeof replayPolar>;
}

export interface StageOptions {
  readonly memberModel?: boolean;
  /** Without the member model: whether holders have members all the same, as they do now at Polar. */
  readonly membersForHolders?: boolean;
  readonly seats?: number;
  readonly file?: string;
  /** Polar's time, which stands still: the machine's, unless said, is another. */
  readonly now?: Date | string;
  /** Whether the ledger has mirrored Polar already. */
  readonly mirrored?: boolean;
}

const straight: Network = (_, answer) => answer();

export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const {
    memberModel = true,
    membersForHolders = true,
    seats: bought = 3,
    file = ":memory:",
    now = "2026-10-05T09:00:00Z",
    mirrored = true,
  } = options;
  const clock = manualClock(now);
  const sandbox = createPolarSandbox({ clock: clock.now, wait: async () => {} });
  const organizationId = sandbox.createOrganization({ name: "Acme", slug: "acme", memberModel, membersForHolders }).id;
  const productId = sandbox.createProduct({ organizationId, name: "Maps", recurring: true }).id;
  const customerId = sandbox.createCustomer({ organizationId, email: "buyer@acme.example", name: "Acme" }).id;
  const subscriptionId = sandbox.createSubscription({ productId, customerId, seats: bought }).id;
  let asked: string[] = [];
  let network = straight;
  vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    asked.push(`${request.method} ${new URL(request.url).pathname.replace(/\/$/, "")}`);
    return network(request, () => sandbox.fetch(request));
  });
  const ledger = await openLedger({ file });
  onTestFinished(async () => {
    vi.unstubAllGlobals();
    await ledger.close();
  });
  const polar = createPolar({ accessToken: "polar_oat_sandbox", baseUrl: "https://polar.example" });
  const replay = () => replayPolar({ ledger, polar, requestsPerMinute: 1_000_000 });
  if (mirrored) await replay();
  asked = [];
  return {
    ...{ sandbox, ledger, polar, clock, organizationId, productId, customerId, subscriptionId, replay },
    pool: { subscriptionId },
    seats: polarSeats({ ledger, polar, requestsPerMinute: 1_000_000 }),
    asked() {
      const before = asked;
      asked = [];
      return before;
    },
    network(changed) {
      network = changed;
    },
  };
}

const broken = () => Promise.reject(new TypeError("fetch failed"));

/** Breaks the connections of the first requests that match, before anything is done or before the answer arrives. */
export function breaking(method: string, when: "before" | "after", times = 1): Network {
  let left = times;
  return async (request, answer) => {
    if (request.method !== method || left === 0) return await answer();
    left -= 1;
    if (when === "after") await answer();
    return await broken();
  };
}

/** Ends a call at the moment when Polar has done what it asked for: its process gets no answer. */
export async function cutOff(
  { network }: Pick<Stage, "network">,
  call: (context: { readonly signal: AbortSignal }) => Promise<unknown>,
): Promise<void> {
  const controller = new AbortController();
  network(async (request, answer) => {
    if (request.method === "GET") return await answer();
    await answer();
    controller.abort("cut off");
    return await new Promise(() => {});
  });
  await call({ signal: controller.signal }).catch((reason: unknown) => {
    if (reason !== "cut off") throw reason;
  });
  network(straight);
}

/** Intents that nobody knows the end of. */
export async function waitingIntents(ledger: SeatLedger): Promise<readonly string[]> {
  const { observations } = await ledger.inbox.list({ state: "waiting", origin: "write-through" });
  return observations.map(({ type }) => type);
}

/** The steps of a seat that the ledger knows, and who asked for each. */
export async function stepsOf(ledger: SeatLedger, seatId: string) {
  const { entries } = await ledger.history({ seatId });
  return entries.map(({ event, holder, inferred }) => ({
    ...{ type: event.type, origin: event.origin, actor: event.actor, inferred },
    email: holder?.email ?? null,
  }));
}

/** How often Polar did something to seats. */
export function doneAtPolar(sandbox: PolarSandbox, type: "assigned" | "claimed" | "revoked"): number {
  return sandbox.record.filter((fact) => fact.type === type).length;
}
