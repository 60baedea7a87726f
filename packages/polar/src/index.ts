// The public names of @seat-ledger/polar, one by one.

export type { PolarApi } from "./client/polar-api.ts";
export type { RateOptions } from "./client/rate.ts";
export { createPolarWebhookHandler, type PolarWebhookHandler } from "./create-polar-webhook-handler.ts";
export type { ReplayLedger, ReplayProgress } from "./pass.ts";
export type { PoolRef } from "./pool-ref.ts";
export { PolarReplayError, type PolarReplayErrorCode } from "./replay-error.ts";
export type { ReplayOptions } from "./replay-options.ts";
export { replayPolar } from "./replay-polar.ts";
export type { ReplayDrift, ReplayFailure, ReplayReport } from "./report.ts";
export type { WebhookOptions } from "./webhooks/webhook-options.ts";
