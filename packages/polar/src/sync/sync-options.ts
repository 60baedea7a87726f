// The door of startPolarSync: what it is given, checked before anything begins.

import type { Logger } from "seat-ledger";
import { z } from "zod";
import { type PolarApi, polarApiSchema } from "../client/polar-api.ts";
import { type RateOptions, rateShape } from "../client/rate.ts";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import {
  checkedBy,
  ledgerWith,
  loggerSchema,
  organizationIdSchema,
  secretsSchema,
  signalSchema,
  withinFence,
} from "../options.ts";
import type { ReplayLedger } from "../pass/pass.ts";

type SyncLedger = ReplayLedger & InboxLedger;

/** What to keep in step with what. */
export interface PolarSyncOptions extends RateOptions {
  /** An open ledger, or one organization's part of it. The sync never closes it: stop the sync first. */
  readonly ledger: SyncLedger;
  /** Made by `createPolar` from a dated entry of `@polar-sh/sdk` 1.x. */
  readonly polar: PolarApi;
  /** This one alone; every organization that the access token shows unless said. A fenced ledger says it. */
  readonly organizationId?: string | undefined;
  /** From the end of a complete pass to the next one, in milliseconds: 1,000 to a day; ten minutes unless said. */
  readonly intervalMs?: number | undefined;
  /** The secrets of the webhook endpoint as Polar shows them, several while one is replaced: `sync.webhook` takes webhooks then. */
  readonly secrets?: readonly string[] | undefined;
  /** Stops the sync as `stop` does. */
  readonly signal?: AbortSignal | undefined;
  /** Hears what failed and is tried again; silent unless given. Never hears anything personal. */
  readonly logger?: Logger | undefined;
}

const dayMs = 24 * 60 * 60 * 1_000;

const schema = z.strictObject({
  ledger: ledgerWith<SyncLedger>("record", "getPool", "getSeat", "listPools", "listSeats", "export"),
  polar: polarApiSchema,
  ...rateShape,
  organizationId: organizationIdSchema.optional(),
  intervalMs: z
    .int("must be a whole number of milliseconds")
    .min(1_000, "must be at least 1,000: passes share the rate limit with everything else")
    .max(dayMs, "must be at most a day")
    .default(10 * 60 * 1_000),
  secrets: secretsSchema.optional(),
  signal: signalSchema.optional(),
  logger: loggerSchema.optional(),
});

export type CheckedSyncOptions = z.output<typeof schema>;

/** The options with their defaults, or `InvalidRequest` with every issue. */
export function checkedSyncOptions(given: unknown): CheckedSyncOptions {
  return withinFence(checkedBy(schema, given));
}
