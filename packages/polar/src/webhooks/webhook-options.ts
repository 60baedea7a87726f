// The door of createPolarWebhookHandler: what it is given, checked before anything is taken in.

import { errors, type Logger } from "seat-ledger";
import { z } from "zod";
import { type PolarApi, polarApiSchema } from "../client/polar-api.ts";
import type { InboxLedger } from "../inbox/inbox-ledger.ts";

/** Which webhooks to take into which ledger. */
export interface WebhookOptions {
  /** From `openLedger`, or fenced by `forOrganization`; a fenced one needs `organizationId` here too. */
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

const isObject = (given: unknown): given is Record<string, unknown> => typeof given === "object" && given !== null;

function has(given: unknown, part: string, ...methods: readonly string[]): boolean {
  const found = isObject(given) ? given[part] : null;
  return isObject(found) && methods.every((method) => typeof found[method] === "function");
}

const schema = z.strictObject({
  ledger: z.custom<InboxLedger>(
    (given) =>
      has({ given }, "given", "record", "getPool", "getSeat", "listPools", "listSeats") && has(given, "inbox", "keep"),
    "must be a ledger, from openLedger of seat-ledger",
  ),
  polar: polarApiSchema.optional(),
  secrets: z
    .array(z.string("must be the text of a secret").min(1, "must not be empty"), "must be a list of secrets")
    .min(1, "must name at least one secret: Polar shows it beside the endpoint"),
  organizationId: z
    .guid("must be a UUID, such as 3c90c3cc-0d44-4b50-8888-8dd25736052a")
    .transform((text) => text.toLowerCase())
    .optional(),
  logger: z
    .custom<Logger>(
      (given) => has({ given }, "given", "warn", "error"),
      "must be a logger, such as console or one from pino",
    )
    .optional(),
  clock: z
    .custom<() => Date>((given) => typeof given === "function", "must be a function that answers a Date")
    .optional(),
});

/** The options, or `InvalidRequest` with every issue. */
export function checkedOptions(given: unknown): z.output<typeof schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [{ path: issue.path.join("."), message: issue.message }];
    return issue.keys.map((path) => ({ path, message: "is not known here: check its spelling, or leave it out" }));
  });
  throw new errors.InvalidRequest({ issues });
}
