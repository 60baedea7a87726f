// The door of createPolarWebhookHandler: what it is given, checked before anything is taken in.

import type { Logger } from "seat-ledger";
import { z } from "zod";
import { type PolarApi, polarApiSchema } from "../client/polar-api.ts";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";
import { checkedBy, ledgerWith, loggerSchema, organizationIdSchema, secretsSchema, withinFence } from "../options.ts";

/** Which webhooks to take into which ledger. */
export interface WebhookOptions {
  /** From `openLedger`, or fenced by `forOrganization`: then it is that organization's endpoint. */
  readonly ledger: InboxLedger;
  /**
   * Made by `createPolar` from a dated entry of `@polar-sh/sdk` 1.x. With it, a pool that was heard of is asked for once more,
   * so that the ledger agrees with it at once; without it the next pass sees to that.
   */
  readonly polar?: PolarApi | undefined;
  /** As Polar shows them, prefix and all; several while one replaces another. At least one, none of them empty. */
  readonly secrets: readonly string[];
  /** Whose endpoint it is: webhooks of seats and members don't tell. Another organization's are not read. */
  readonly organizationId?: string | undefined;
  /** Hears what could not be read, kept or applied; silent unless given. Never hears anything personal. */
  readonly logger?: Logger | undefined;
  /** By which the age of webhooks is told; the system's unless given. */
  readonly clock?: (() => Date) | undefined;
}

const schema = z.strictObject({
  ledger: ledgerWith<InboxLedger>("record", "getPool", "getSeat", "listPools", "listSeats", "export"),
  polar: polarApiSchema.optional(),
  secrets: secretsSchema,
  organizationId: organizationIdSchema.optional(),
  logger: loggerSchema.optional(),
  clock: z
    .custom<() => Date>((given) => typeof given === "function", "must be a function that answers a Date")
    .optional(),
});

/** The options, or `InvalidRequest` with every issue. */
export function checkedOptions(given: unknown): z.output<typeof schema> {
  return withinFence(checkedBy(schema, given));
}
