// The public names of @seat-ledger/polar, one by one.

export type { PolarApi } from "./client/polar-api.ts";
export type { RateOptions } from "./client/rate.ts";
export { createPolarWebhookHandler, type PolarWebhookHandler } from "./create-polar-webhook-handler.ts";
export type { ReplayLedger, ReplayProgress } from "./pass/pass.ts";
export { type PolarSeats, polarSeats } from "./polar-seats.ts";
export type { PoolRef } from "./pool-ref.ts";
export { PolarReplayError, type PolarReplayErrorCode } from "./replay-error.ts";
export type { ReplayOptions } from "./replay-options.ts";
export { replayPolar } from "./replay-polar.ts";
export type { DriftField, ReplayDrift } from "./report/drift.ts";
export { formatReport } from "./report/format-report.ts";
export type { ReplayFailure, ReplayLeftOut, ReplayReport, ReplayUnread } from "./report/report.ts";
export { startPolarSync } from "./start-polar-sync.ts";
export type { PolarSync } from "./sync/polar-sync.ts";
export type { PolarSyncOptions } from "./sync/sync-options.ts";
export type { PolarSyncState, SyncFailure, SyncWait } from "./sync/sync-state.ts";
export type { WebhookOptions } from "./webhooks/webhook-options.ts";
export { PolarSeatsError, type PolarSeatsErrorCode } from "./write-through/polar-seats-error.ts";
export type { PolarSeatsOptions } from "./write-through/seats-options.ts";
