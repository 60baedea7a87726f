// The fields that several routes share, and how bodies, paths and queries are read. Nothing is looked up here.

import type { HonoRequest } from "hono";
import { z } from "zod";
import { parseMeasured } from "./python-json.ts";
import { Refused } from "./refusal.ts";
import { invalid, validated } from "./validation.ts";

const hyphenated = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const versionFour = /^.{14}4.{4}[89ab]/;

/** Any version is an id in bodies. */
export const uuid = z.string("UUID input should be a string, bytes or UUID object").transform((given, context) => {
  const id = canonicalUuid(given);
  if (id !== null) return id;
  context.addIssue({ code: "custom", message: "Input should be a valid UUID", params: { type: "uuid_parsing" } });
  return z.NEVER;
});

/** In paths and queries Polar takes version 4 alone. */
export const uuid4 = uuid.refine((id) => versionFour.test(id), {
  message: "UUID version 4 expected",
  params: { type: "uuid_version" },
});

/** The four spellings of a UUID that Polar reads: with hyphens, without, in braces, as a URN. */
function canonicalUuid(given: string): string | null {
  const bare = given.replace(/^urn:uuid:(?=.{36}$)|^\{(?=.{36}\}$)/, "").replace(/^(.{36})\}$/, "$1");
  const id = bare.replace(/^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i, "$1-$2-$3-$4-$5");
  return hyphenated.test(id) ? id.toLowerCase() : null;
}

export const text = z
  .string("Input should be a valid string")
  .refine((given) => !given.includes("\0"), "Value error, This value contains invalid characters");

const truths: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...[true, 1, "1", "true", "t", "yes", "y", "on"].map((given) => [given, true] as const),
  ...[false, 0, "0", "false", "f", "no", "n", "off"].map((given) => [given, false] as const),
]);

/** Whatever Polar takes for true or false. */
export const truth = z.unknown().transform((given, context) => {
  const meant = truths.get(typeof given === "string" ? given.toLowerCase() : given);
  if (meant !== undefined) return meant;
  const parsable = typeof given === "string" || typeof given === "number";
  const message = parsable
    ? "Input should be a valid boolean, unable to interpret input"
    : "Input should be a valid boolean";
  context.addIssue({ code: "custom", message, params: { type: parsable ? "bool_parsing" : "bool_type" } });
  return z.NEVER;
});

const seatPath = z.object({ seat_id: uuid4 });

export function seatIdOf(request: HonoRequest): string {
  return validated(seatPath, request.param(), "path").seat_id;
}

/** The query's parameters; of one that is given twice the last counts, as in Polar. */
export function queryOf<Schema extends z.ZodType>(request: HonoRequest, schema: Schema): z.output<Schema> {
  const given = Object.entries(request.queries()).map(([name, values]) => [name, values.at(-1)]);
  return validated(schema, Object.fromEntries(given), "query");
}

export async function bodyOf<Schema extends z.ZodType>(
  request: HonoRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  return validated(schema, parsed(await textOf(request)), "body");
}

/** A body that breaks off or is not UTF-8 is the sender's doing, not a failure here. */
async function textOf(request: HonoRequest): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await request.arrayBuffer());
  } catch {
    throw new Refused({ status: 400, error: "BadRequest", detail: "The body could not be read" });
  }
}

function parsed(body: string): unknown {
  if (body === "") throw new Refused(invalid([{ loc: ["body"], msg: "Field required", type: "missing" }]));
  try {
    return parseMeasured(body);
  } catch {
    throw new Refused(invalid([{ loc: ["body", 0], msg: "JSON decode error", type: "json_invalid" }]));
  }
}
