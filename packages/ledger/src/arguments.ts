// The door: arguments are checked before anything happens, unknown keys are refused, and each message says what to do.
// The pieces here are shared; each command and query composes its own schema from them.

import { z } from "zod";
import { errors, type RequestIssue } from "./errors.ts";

/** Ids are lower-case UUIDs; other spellings of one are brought to it, for an id has one meaning in any case. */
export const uuid = z
  .guid("must be a UUID, such as 3c90c3cc-0d44-4b50-8888-8dd25736052a")
  .transform((text) => text.toLowerCase());

/** An id under its brand, once it is known to be one. */
export function idOf<Id extends string>() {
  return uuid.transform((text) => text as Id);
}

const emailForm = z
  .email("must be an e-mail address, such as jane@example.com")
  .max(320, "must have at most 320 characters");
export const email = z.string("must be an e-mail address").trim().pipe(emailForm);

export const text = z
  .string("must be text")
  .min(1, "must not be empty")
  .max(1_000, "must have at most 1,000 characters");

/** Null and undefined both mean "not given". */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? null);
}

const maxSeats = 1_000_000;
export const seatCount = z
  .int("must be a whole number")
  .min(0, "must not be negative")
  .max(maxSeats, `must be at most ${maxSeats}`);

/** Names a pool: exactly one of its ids. */
export const poolRefShape = { subscriptionId: maybe(uuid), orderId: maybe(uuid) };
export const poolRefWithCheckoutShape = { ...poolRefShape, checkoutId: maybe(text) };

interface Source {
  readonly subscriptionId: string | null;
  readonly orderId: string | null;
}

/** Refuses none and both of a pool's own ids. */
export function exactlyOneSource({ subscriptionId, orderId }: Source, context: z.RefinementCtx): void {
  if ((subscriptionId === null) !== (orderId === null)) return;
  context.addIssue({ code: "custom", path: [], message: "Exactly one of subscriptionId or orderId must be given" });
}

/** Where a pool may also be named by the checkout that it came from. */
export function exactlyOneSourceOrCheckout(
  { subscriptionId, orderId, checkoutId }: Source & { readonly checkoutId: string | null },
  context: z.RefinementCtx,
): void {
  if ([subscriptionId, orderId, checkoutId].filter((id) => id !== null).length === 1) return;
  const message = "Exactly one of subscriptionId, orderId or checkoutId must be given";
  context.addIssue({ code: "custom", path: [], message });
}

/** The arguments in their checked form, or `InvalidRequest` with every issue. */
export function checked<Output>(schema: z.ZodType<Output>, given: unknown): Output {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new errors.InvalidRequest({ issues: result.error.issues.flatMap(issuesOf) });
}

function issuesOf(issue: z.core.$ZodIssue): readonly RequestIssue[] {
  const at = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") return [{ path: at.join("."), message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...at, key].join("."),
    message: "is not known here: check its spelling, or leave it out",
  }));
}
