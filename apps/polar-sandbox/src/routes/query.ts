// Reading paths, queries and bodies as Polar does, refusing with 422 what it would refuse. It looks nothing up.

import type { Context } from "hono";
import type { z } from "zod";
import { requestInvalid, type ValidationIssue } from "../errors.ts";
import type { PageRequest } from "../wire/page.ts";

const versionFour = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const maximumLimit = 100;

type Asked = Pick<Context, "req">;

/** The id in the path: version 4 only, in lower case. */
export function readPathId(context: Asked, name: string): string {
  return checkId(["path", name], context.req.param(name) ?? "");
}

/** Every id given for a filter, or null where it isn't asked for. */
export function readIds(context: Asked, name: string): readonly string[] | null {
  return context.req.queries(name)?.map((id) => checkId(["query", name], id)) ?? null;
}

/** The values given for a filter, each one of those that Polar knows. */
export function readChoices(context: Asked, name: string, choices: readonly string[]): readonly string[] | null {
  const values = context.req.queries(name) ?? null;
  for (const input of values ?? []) {
    if (choices.includes(input)) continue;
    const msg = `Input should be ${choices.map((choice) => `'${choice}'`).join(", ")}`;
    throw requestInvalid([{ type: "enum", loc: ["query", name], msg, input }]);
  }
  return values;
}

/** `true` or `false`, where it is asked for. */
export function readBoolean(context: Asked, name: string): readonly string[] | null {
  return readChoices(context, name, ["true", "false"]);
}

/** Whether a time lies strictly between `start_timestamp` and `end_timestamp`, each of which may be left out. */
export function readTimeSpan(context: Asked): (time: Date) => boolean {
  const start = readTime(context, "start_timestamp") ?? Number.NEGATIVE_INFINITY;
  const end = readTime(context, "end_timestamp") ?? Number.POSITIVE_INFINITY;
  return (time) => start < time.getTime() && time.getTime() < end;
}

function readTime(context: Asked, name: string): number | undefined {
  const input = context.req.query(name);
  if (input === undefined) return undefined;
  const time = /(Z|[+-]\d\d:?\d\d)$/i.test(input) ? Date.parse(input) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw requestInvalid([
    { type: "datetime_parsing", loc: ["query", name], msg: "Input should be a valid datetime with a timezone", input },
  ]);
}

/** Page and limit; a limit above 100 is taken as 100. */
export function readPage(context: Asked): PageRequest {
  const page = readPositive(context, "page", 1);
  return { page, limit: Math.min(maximumLimit, readPositive(context, "limit", 10)) };
}

function readPositive(context: Asked, name: string, otherwise: number): number {
  const input = context.req.query(name);
  if (input === undefined) return otherwise;
  const loc = ["query", name];
  if (!/^[+-]?\d{1,15}$/.test(input)) {
    throw requestInvalid([{ type: "int_parsing", loc, msg: "Input should be a valid integer", input }]);
  }
  const value = Number(input);
  if (value <= 0) throw requestInvalid([{ type: "greater_than", loc, msg: "Input should be greater than 0", input }]);
  return value;
}

function checkId(loc: readonly string[], input: string): string {
  if (versionFour.test(input)) return input.toLowerCase();
  throw requestInvalid([{ type: "uuid_parsing", loc, msg: "Input should be a valid UUID of version 4", input }]);
}

/** The body, if it has the shape that the schema says. */
export async function readBody<Schema extends z.ZodType>(context: Asked, schema: Schema): Promise<z.output<Schema>> {
  const text = await context.req.text();
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw requestInvalid(
    parsed.error.issues.map(
      (issue): ValidationIssue => ({
        type: issueTypes[issue.code] ?? "value_error",
        loc: ["body", ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))],
        msg: issue.message,
        input: null,
      }),
    ),
  );
}

const issueTypes: Readonly<Record<string, string>> = {
  invalid_type: "type_error",
  too_small: "greater_than_equal",
  too_big: "less_than_equal",
  unrecognized_keys: "extra_forbidden",
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw requestInvalid([{ type: "json_invalid", loc: ["body", 0], msg: "JSON decode error", input: {} }]);
  }
}
