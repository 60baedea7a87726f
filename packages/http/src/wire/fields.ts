// The fields that several requests share. Nothing is looked up here.

import { z } from "zod";
import { documented } from "./documented.ts";

const hyphenated = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const versionFour = /^.{14}4.{4}[89ab]/;

/** Any version is an id in bodies. */
export const uuid = documented(
  z.string("UUID input should be a string, bytes or UUID object").transform((given, context) => {
    const id = canonicalUuid(given);
    if (id !== null) return id;
    context.addIssue({ code: "custom", message: "Input should be a valid UUID", params: { type: "uuid_parsing" } });
    return z.NEVER;
  }),
  { format: "uuid" },
);

/** In paths and queries Polar takes version 4 alone. */
export const uuid4 = documented(
  uuid.refine((id) => versionFour.test(id), {
    message: "UUID version 4 expected",
    params: { type: "uuid_version" },
  }),
  // Polar's own format, which nobody else knows, and what it means.
  {
    format: "uuid4",
    pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$",
  },
);

/** The four spellings of a UUID that Polar reads: with hyphens, without, in braces, as a URN. */
function canonicalUuid(given: string): string | null {
  if (hyphenated.test(given)) return given.toLowerCase();
  const bare = given.replace(/^urn:uuid:(?=.{36}$)|^\{(?=.{36}\}$)/, "").replace(/^(.{36})\}$/, "$1");
  const id = bare.replace(/^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i, "$1-$2-$3-$4-$5");
  return hyphenated.test(id) ? id.toLowerCase() : null;
}

export const text = z
  .string("Input should be a valid string")
  .refine((given) => !given.includes("\0"), "Value error, This value contains invalid characters");

const maxShortText = 1_000;

/** A name or an id of somebody else's making: as the ledger takes it. */
export const shortText = text
  .min(1, "String should have at least 1 character")
  .max(maxShortText, `String should have at most ${maxShortText} characters`);

const truths: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...[true, 1, "1", "true", "t", "yes", "y", "on"].map((given) => [given, true] as const),
  ...[false, 0, "0", "false", "f", "no", "n", "off"].map((given) => [given, false] as const),
]);

/** Whatever Polar takes for true or false. */
export const truth = documented(
  z.unknown().transform((given, context) => {
    const meant = truths.get(typeof given === "string" ? given.toLowerCase() : given);
    if (meant !== undefined) return meant;
    const parsable = typeof given === "string" || typeof given === "number";
    const message = parsable
      ? "Input should be a valid boolean, unable to interpret input"
      : "Input should be a valid boolean";
    context.addIssue({ code: "custom", message, params: { type: parsable ? "bool_parsing" : "bool_type" } });
    return z.NEVER;
  }),
  { type: "boolean" },
);

/** What is no object where one is wanted. */
export const noObject = "Input should be a valid dictionary or object";

/** How many seats are bought. */
export const seatCount = z
  .int("Input should be a valid integer")
  .min(0, "Input should be greater than or equal to 0")
  .max(1_000_000, "Input should be less than or equal to 1000000");

/** The path of every route of one seat. */
export const seatPath = z.object({ seat_id: documented(uuid4, { description: "The seat ID" }) });

/** A whole number in a query. */
export function wholeNumber({ from, to = Number.MAX_SAFE_INTEGER }: { readonly from: number; readonly to?: number }) {
  const number = z
    .string()
    .transform((given) => (/^[+-]?\d+$/.test(given.trim()) ? Number(given) : Number.NaN))
    .pipe(
      z
        .int("Input should be a valid integer, unable to parse string as an integer")
        .min(from, `Input should be greater than or equal to ${from}`)
        .max(to, `Input should be less than or equal to ${to}`),
    );
  return documented(number, { type: "integer", minimum: from, maximum: to });
}

/** Which page of a list, on the ledger's own routes. */
export const pageQuery = {
  cursor: documented(text, { description: "`next` of the page before" }).optional(),
  limit: documented(wholeNumber({ from: 1, to: 1_000 }), {
    description: "How many a page has; 100 unless said",
  }).optional(),
};

/** A time in a query: ISO 8601 with its offset from UTC. */
export const instantText = documented(
  z.iso
    .datetime({ offset: true, error: "Input should be a time such as 2026-03-01T09:00:00Z, with Z or an offset" })
    .transform((given) => new Date(given)),
  { format: "date-time" },
);
