// What the doors of this package share: options are checked before anything is asked, and an unknown one is refused.

import { errors, type Logger } from "seat-ledger";
import { z } from "zod";

const isObject = (given: unknown): given is Record<string, unknown> => typeof given === "object" && given !== null;

/** A ledger by the methods that are used of it; every one has an inbox. */
export function ledgerWith<Ledger>(...methods: readonly (keyof Ledger & string)[]) {
  return z.custom<Ledger>(
    (given) =>
      isObject(given) && methods.every((method) => typeof given[method] === "function") && isObject(given["inbox"]),
    "must be a ledger, from openLedger of seat-ledger",
  );
}

export const organizationIdSchema = z
  .guid("must be a UUID, such as 3c90c3cc-0d44-4b50-8888-8dd25736052a")
  .transform((text) => text.toLowerCase());

/** A fenced ledger is about its one organization, whether or not that is said; `InvalidRequest` where another is. */
export function withinFence<Given extends Fenced>(given: Given): Given {
  const { ledger, organizationId } = given;
  const fence = ledger.organizationId;
  if (fence === null || organizationId === fence) return given;
  if (organizationId === undefined) return { ...given, organizationId: fence };
  const message = "must be the organization to which the ledger is fenced, or be left out";
  throw new errors.InvalidRequest({ issues: [{ path: "organizationId", message }] });
}

interface Fenced {
  readonly ledger: { readonly organizationId: string | null };
  readonly organizationId?: string | undefined;
}

export const signalSchema = z.instanceof(AbortSignal, { error: "must be an AbortSignal" });

export const secretsSchema = z
  .array(z.string("must be the text of a secret").min(1, "must not be empty"), "must be a list of secrets")
  .min(1, "must name at least one secret: Polar shows it beside the endpoint");

export const loggerSchema = z.custom<Logger>(
  (given) => isObject(given) && typeof given["warn"] === "function" && typeof given["error"] === "function",
  "must be a logger, such as console or one from pino",
);

/** The options with their defaults, or `InvalidRequest` with every issue. */
export function checkedBy<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [{ path: issue.path.join("."), message: issue.message }];
    return issue.keys.map((path) => ({ path, message: "is not known here: check its spelling, or leave it out" }));
  });
  throw new errors.InvalidRequest({ issues });
}
