// The door: arguments are checked before anything happens, unknown keys are refused, and each message says what to do.
// The pieces here are shared; each command and query composes its own schema from them.

import { z } from "zod";
import { emailAddress } from "./arguments/email-address.ts";
import { isWholeText, wholeTextMessage } from "./arguments/json.ts";
import { errors, type RequestIssue } from "./errors.ts";

/** Ids are lower-case UUIDs; other spellings of one are brought to it, for an id has one meaning in any case. */
export const uuid = z.guid("must be a UUID, such as 3c90c3cc-0d44-4b50-8888-8dd25736052a").toLowerCase();

/** An id under its brand, once it is known to be one. */
export function idOf<Id extends string>() {
  return uuid.transform((text) => text as Id);
}

export const email = z.string("must be an e-mail address, such as jane@example.com").transform((given, context) => {
  const address = emailAddress(given);
  if (address !== null) return address;
  context.addIssue({ code: "custom", message: "must be an e-mail address, such as jane@example.com" });
  return z.NEVER;
});

export const text = z
  .string("must be text")
  .min(1, "must not be empty")
  .max(1_000, "must have at most 1,000 characters")
  .refine(isWholeText, wholeTextMessage);

/** Any text as a source has it, as long as every database can hold it. */
export const shownText = z.string("must be text").refine(isWholeText, wholeTextMessage);

/** Null and undefined both mean "not given". A default, since a transform makes zod build objects on each call. */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullable().default(null);
}

/** The years that the log's format can write; a day is kept free at either end, for times that are computed from these. */
export const writableDate = z
  .date("must be a Date")
  .min(new Date("0001-01-02T00:00:00.000Z"), "must lie after the year 0")
  .max(new Date("9999-12-30T23:59:59.999Z"), "must lie before the year 10000");

/** Copied: a command waits for its turn and a past is asked later, while the caller may go on with his Date. */
export const instant = writableDate.transform((date) => new Date(date));

const maxSeats = 1_000_000;
export const seatCount = z
  .int("must be a whole number")
  .min(0, "must not be negative")
  .max(maxSeats, `must be at most ${maxSeats}`)
  // No negative zero.
  .transform((count) => count + 0);

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
  if (countGiven(subscriptionId, orderId, checkoutId) === 1) return;
  const message = "Exactly one of subscriptionId, orderId or checkoutId must be given";
  context.addIssue({ code: "custom", path: [], message });
}

/** How many of these are given. */
export function countGiven(...ids: readonly (string | null)[]): number {
  let count = 0;
  for (const id of ids) if (id !== null) count += 1;
  return count;
}

/** The arguments in their checked form, or `InvalidRequest` with every issue. */
export function checked<Output>(schema: z.ZodType<Output>, given: unknown): Output {
  const result = read(schema, given);
  if (result.success) return result.data;
  throw new errors.InvalidRequest({ issues: result.error.issues.flatMap(issuesOf) });
}

/** Whatever is thrown while the caller's own objects are read (a getter, a proxy) is the caller's. */
function read<Output>(schema: z.ZodType<Output>, given: unknown): z.ZodSafeParseResult<Output> {
  try {
    if (hasFields(given)) return compiled(schema).safeParse(given, inOurWords);
  } catch {
    throw new errors.InvalidRequest({ issues: [{ path: "", message: "could not be read: pass plain data" }] });
  }
  throw new errors.InvalidRequest({ issues: [{ path: "", message: "must be plain data" }] });
}

const compiledSchemas = new WeakMap<z.ZodType, z.ZodType>();

/**
 * The same schema as code of its own, made when it is first used: the schema alone takes two to three times as long. It reads
 * once what is right; what it refuses the schema itself reads once more, for the issues.
 */
function compiled<Output>(schema: z.ZodType<Output>): z.ZodType<Output> {
  // The map has one type for all of its values; that each is its key's own schema is seen below.
  const known = compiledSchemas.get(schema) as z.ZodType<Output> | undefined;
  if (known) return known;
  const made = z.compile(schema);
  compiledSchemas.set(schema, made);
  return made;
}

/** A map or a date has no fields of its own: it would pass for arguments that say nothing. */
function hasFields(given: unknown): boolean {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return true;
  return Object.prototype.toString.call(given) === "[object Object]";
}

const inOurWords = { error: remedy };

/** For what a schema has no message of its own. */
function remedy(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "too_big":
      return `must be at most ${issue.maximum}`;
    case "too_small":
      return `must be at least ${issue.minimum}`;
    case "invalid_union":
      return "is of no kind that is known here";
    default:
      return "is not valid: check its documentation";
  }
}

const kinds: Readonly<Record<string, string>> = { boolean: "true or false", object: "an object", array: "an array" };

function issuesOf(issue: z.core.$ZodIssue): readonly RequestIssue[] {
  const at = issue.path.map(nameOf);
  if (issue.code !== "unrecognized_keys") return [{ path: at.join("."), message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...at, nameOf(key)].join("."),
    message: "is not known here: check its spelling, or leave it out",
  }));
}

/** A key that a caller made up may be an e-mail or a token: only what looks like a name is repeated. */
function nameOf(key: PropertyKey): string {
  return /^[\w$]{1,40}$/.test(String(key)) ? String(key) : "(a key)";
}
