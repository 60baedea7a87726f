// Puts the sandbox together: its memory, what merchant and buyers do directly, what it tells the outside, and the HTTP API
// over the same memory.

import { setTimeout } from "node:timers/promises";
import { createActions, type SandboxActions } from "./actions.ts";
import { type Emission, emit } from "./emit.ts";
import { createSandboxFaults, type SandboxFaults } from "./faults/fault-state.ts";
import { fetchWithFaults } from "./faults/fetch-with-faults.ts";
import { holdingsOf, type SandboxHolding } from "./record/holdings.ts";
import type { SandboxPoolFact } from "./record/pool-fact.ts";
import type { SandboxFact } from "./record/sandbox-fact.ts";
import { createApp } from "./routes/app.ts";
import { limitedOrganization } from "./routes/authenticate.ts";
import { createSandboxClock } from "./sandbox-clock.ts";
import { createState, type SandboxState } from "./state.ts";
import { createSteering, isSteering } from "./steering/steering.ts";
import { createTrafficCounter, type SandboxTraffic } from "./traffic/traffic.ts";
import type { DeliverWebhook } from "./webhooks/attempt-delivery.ts";
import { createSandboxWebhooks, type SandboxWebhooks } from "./webhooks/sandbox-webhooks.ts";

/** How a sandbox begins. */
export type PolarSandboxOptions = {
  /** Same seed and same calls, same ids and tokens. 1 unless said. */
  readonly seed?: number | undefined;
  /** Real time unless said. */
  readonly clock?: (() => Date) | undefined;
  /** The token that sees every organization. `polar_oat_sandbox` unless said. */
  readonly accessToken?: string | undefined;
  /**
   * How a webhook reaches its endpoint: `fetch` unless said. A test can hand the request to its own handler and needs no
   * port. Whoever sends it must not follow redirects: Polar counts one as a failure.
   */
  readonly deliver?: DeliverWebhook | undefined;
  /** How long an endpoint may take to answer a webhook, in milliseconds of real time. 10,000 unless said, as at Polar. */
  readonly webhookTimeoutMs?: number | undefined;
  /** How a slow answer waits, in milliseconds. Real time unless said. */
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined;
};

/**
 * Polar in memory. The methods are what merchant and buyers do; they throw `PolarSandboxError` where Polar would refuse,
 * and answer records that later steps leave as they are.
 */
export type PolarSandbox = SandboxActions & {
  /** The HTTP API, and under `/_sandbox` what a test in another process steers by. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** HTTP requests answered so far. */
  readonly requests: () => number;
  /** What was asked over HTTP, by minute, by route and by answer, since the beginning or since it was forgotten. */
  readonly traffic: () => SandboxTraffic;
  readonly forgetTraffic: () => void;
  /** What goes wrong; nothing, until it is switched on. */
  readonly faults: SandboxFaults;
  /** Every seat step, in order, with the holders whom Polar forgets. */
  readonly record: readonly SandboxFact[];
  /** Who held which seat from when to when, put together from the record. */
  readonly holdings: () => readonly SandboxHolding[];
  /** Every change of a pool's seats or status, in order: what was bought when, which Polar forgets too. */
  readonly purchases: readonly SandboxPoolFact[];
  /** Endpoints, and deliveries without waiting for the time to pass. */
  readonly webhooks: SandboxWebhooks;
  /**
   * Makes a webhook event of any type with any data: what the sandbox doesn't make itself, or what Polar invents tomorrow.
   * It goes to the endpoints that ask for this type.
   */
  readonly emit: (type: string, data: unknown, options?: Emission) => void;
};

/** A new, empty Polar. */
export function createPolarSandbox(options: PolarSandboxOptions = {}): PolarSandbox {
  const accessToken = options.accessToken ?? "polar_oat_sandbox";
  const clock = createSandboxClock(options.clock ?? (() => new Date()));
  const state = createState(clock.now, options.seed ?? 1);
  const answering = createAnswering(state, accessToken, options);
  const actions = createActions(state);
  const told: Omit<PolarSandbox, keyof SandboxActions | "fetch"> = {
    requests: answering.traffic.answered,
    traffic: answering.traffic.shown,
    forgetTraffic: answering.traffic.forget,
    faults: createSandboxFaults(state.faults),
    record: state.facts,
    holdings: () => holdingsOf(state.facts),
    purchases: state.poolFacts,
    webhooks: createSandboxWebhooks(state, clock, {
      deliver: options.deliver ?? ((request) => fetch(request)),
      timeoutMs: options.webhookTimeoutMs ?? 10_000,
    }),
    emit: (type, data, emission) => emit(state, type, data, emission),
  };
  const steering = createSteering({ ...told, actions, now: state.now }, accessToken);
  const fetchAnything = async (request: Request) =>
    isSteering(request) ? steering.fetch(request) : answering.fetch(request);
  return { ...actions, ...told, fetch: fetchAnything };
}

/** The HTTP API with what goes wrong on the way to it, and a count of what was asked. */
function createAnswering(state: SandboxState, accessToken: string, { wait }: PolarSandboxOptions) {
  const app = createApp(state, accessToken);
  const traffic = createTrafficCounter(state.now);
  const faulty = {
    state,
    answer: async (request: Request) => app.fetch(request),
    wait: wait ?? ((milliseconds: number) => setTimeout(milliseconds)),
    organizationOf: (request: Request) => limitedOrganization(state, request),
  };
  const fetchCounted = async (request: Request): Promise<Response> => {
    let status: number | null = null;
    try {
      const response = await fetchWithFaults(faulty, request);
      status = response.status;
      return response;
    } finally {
      traffic.count(request, status);
    }
  };
  return { fetch: fetchCounted, traffic };
}
