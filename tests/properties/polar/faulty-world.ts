// Polar with its bad days, an endpoint that its webhooks go to, and a ledger that hears of it in every way: webhooks, delivery
// log, events, lists. Passes can be stopped at any request.

import { createPolar } from "@polar-sh/sdk/2026-10";
import {
  createPolarWebhookHandler,
  PolarReplayError,
  type PolarWebhookHandler,
  type ReplayReport,
  replayPolar,
} from "@seat-ledger/polar";
import { createPolarSandbox, type SandboxFaultOptions } from "@seat-ledger/polar-sandbox";
import { vi } from "vitest";
import type { Engine } from "../../contract/engines/engines.ts";
import { without } from "./hiding.ts";
import { baseUrl, beginning, furnished, type PolarWorld } from "./polar-world.ts";
import { beginRealTime, beginVirtualTime } from "./virtual-time.ts";

export interface FaultyWorld extends PolarWorld {
  readonly organizationId: string;
  /** One pass; null where it was stopped, or could not begin. */
  readonly pass: (stopAt?: number) => Promise<ReplayReport | null>;
  /** What is due of the webhooks arrives and is applied. */
  readonly deliver: () => Promise<void>;
  /** Whether Polar reaches our endpoint. What it does not stands in the delivery log all the same. */
  readonly reach: (isReached: boolean) => void;
  /** Seats and pools that Polar leaves out of its answers. */
  readonly hidden: Set<string>;
  /** Where the ledger stands; null in memory. */
  readonly file: string | null;
}

export interface Circumstances {
  readonly memberModel: boolean;
  /** Without the member model: whether holders have a member under the buyer, as those of older organizations don't. */
  readonly membersForHolders: boolean;
  readonly faults: SandboxFaultOptions;
  /** Whether a webhook makes the ledger ask for its pool at once. */
  readonly refetches: boolean;
}

const secret = "whsec_9h2Zs0vQ3mX1aB7cD5eF8gH6jK4lN2pR";
/** No budget stands in the way: it is tested elsewhere, by the clock. */
const rate = { share: 1, requestsPerMinute: 1_000_000 };

export async function openFaultyWorld(
  engine: Engine,
  { memberModel, membersForHolders, faults, refetches }: Circumstances,
): Promise<FaultyWorld> {
  // What other processes do takes real time.
  const time = (engine.lasting ? beginRealTime : beginVirtualTime)(beginning);
  let handle: PolarWebhookHandler | null = null;
  let isReached = true;
  const sandbox = createPolarSandbox({
    deliver: (request) => {
      return time.busy(async () => (isReached && (await handle?.(request))) || new Response(null, { status: 503 }));
    },
    wait: async (ms) => void vi.setSystemTime(Date.now() + ms),
  });
  let requestsLeft = Number.POSITIVE_INFINITY;
  let stop = new AbortController();
  const hidden = new Set<string>();
  vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
    requestsLeft -= 1;
    if (requestsLeft === 0) stop.abort("stopped");
    return time.busy(async () => without(hidden, await sandbox.fetch(new Request(input, init))));
  });
  const { organizationId, customers, pools, subscribe } = furnished(sandbox, { memberModel, membersForHolders });
  const opened = await engine.open();
  const { ledger } = opened;
  const polar = createPolar({ accessToken: "polar_oat_sandbox", baseUrl });
  handle = createPolarWebhookHandler({ ledger, secrets: [secret], ...(refetches ? { polar } : {}) });
  const heard = handle;
  sandbox.webhooks.createEndpoint({ organizationId, url: "https://ledger.example/webhooks/polar", secret });
  sandbox.faults.set(faults);
  subscribe(0, 3);
  subscribe(1, 3);
  return {
    ...{ organizationId, sandbox, ledger, pools, seatIds: [], memberIds: new Set(), hidden, file: opened.file },
    subscribe: (customer, seats) => subscribe(customer % customers, seats),
    replay: () => time.during(replayPolar({ ledger, polar, ...rate })),
    async pass(stopAt = Number.POSITIVE_INFINITY) {
      [requestsLeft, stop] = [stopAt, new AbortController()];
      try {
        return await time.during(replayPolar({ ledger, polar, signal: stop.signal, ...rate }));
      } catch (error) {
        if (error !== "stopped" && !(error instanceof PolarReplayError)) throw error;
        return null;
      } finally {
        requestsLeft = Number.POSITIVE_INFINITY;
      }
    },
    deliver: () => time.during(sandbox.webhooks.flush().then(() => heard.idle())),
    reach: (reached) => {
      isReached = reached;
    },
    async end() {
      sandbox.faults.clear();
      await time.during(heard.close());
      await opened[Symbol.asyncDispose]();
      vi.unstubAllGlobals();
      time.end();
    },
  };
}
