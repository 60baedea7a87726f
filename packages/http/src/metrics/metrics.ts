// What the API counts of itself, for Prometheus. Labels are routes, methods, statuses and kinds: never an id, for each new value
// would be kept for ever, and people's ids are nobody's business here.

import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { SeatLedger } from "seat-ledger";
import { driftKinds, type SyncState } from "../sync-state.ts";

export interface Metrics {
  readonly contentType: string;
  /** One request that was answered; `route` null where there is none. */
  readonly answered: (request: {
    readonly method: string;
    readonly route: string | null;
    readonly status: number;
    readonly seconds: number;
  }) => void;
  /** Everything as text, gauges as they are now. */
  readonly text: () => Promise<string>;
}

export interface Measured {
  readonly ledger: Pick<SeatLedger, "getPosition">;
  readonly sync?: (() => SyncState | null) | undefined;
  readonly openStreams: () => number;
}

/** From a quarter of a millisecond, in which a seat is read, to the longest that a client waits. */
const buckets = [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const methods = new Set(["GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"]);

export function createMetrics({ ledger, sync, openStreams }: Measured): Metrics {
  // One for each API: the global one is shared with whoever else counts in the same program.
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: "seat_ledger_http_requests_total",
    help: "Requests that were answered",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "seat_ledger_http_request_duration_seconds",
    help: "From the request to the beginning of its answer",
    labelNames: ["method", "route"],
    buckets,
    registers,
  });
  new Gauge({
    name: "seat_ledger_open_streams",
    help: "Streams of server-sent events that are open",
    registers,
    collect() {
      this.set(openStreams());
    },
  });
  new Gauge({
    name: "seat_ledger_position",
    help: "The position of the last event of the log",
    registers,
    async collect() {
      this.set(await ledger.getPosition());
    },
  });
  if (sync !== undefined) addSyncGauges(registry, sync);
  return {
    contentType: registry.contentType,
    answered({ method: given, route: found, status, seconds }) {
      const method = methods.has(given) ? given : "other";
      const route = found ?? "none";
      requests.inc({ method, route, status });
      durations.observe({ method, route }, seconds);
    },
    text: () => registry.metrics(),
  };
}

function addSyncGauges(registry: Registry, sync: () => SyncState | null): void {
  const registers = [registry];
  // What is not known yet is left out.
  new Gauge({
    name: "seat_ledger_sync_lag_seconds",
    help: "How long ago the oldest thing happened at Polar that was heard of and is not applied yet",
    registers,
    collect() {
      this.remove();
      const state = sync();
      if (state !== null) this.set(state.lagMs / 1_000);
    },
  });
  new Gauge({
    name: "seat_ledger_sync_last_complete_pass_timestamp_seconds",
    help: "When the last complete pass over Polar began",
    registers,
    collect() {
      this.remove();
      const began = sync()?.lastCompletePass ?? null;
      if (began !== null) this.set(began.getTime() / 1_000);
    },
  });
  new Gauge({
    name: "seat_ledger_sync_drift",
    help: "In how many things Polar and the ledger differed in the last pass",
    labelNames: ["kind"],
    registers,
    collect() {
      this.reset();
      const pass = sync()?.lastPass ?? null;
      if (pass === null) return;
      for (const kind of driftKinds) this.set({ kind }, 0);
      for (const { kind } of pass.drift) this.inc({ kind });
    },
  });
}
