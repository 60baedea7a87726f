// Turns what is wrong with a request into the entries of Polar's 422. The values that were sent are never repeated.

import type { RequestIssue } from "seat-ledger";
import type { z } from "zod";
import { type Refusal, Refused, type ValidationDetail } from "./refusal.ts";

export type Place = "body" | "path" | "query" | "header";

/** The value in its checked form, or 422 with every issue. */
export function validated<Schema extends z.ZodType>(schema: Schema, given: unknown, place: Place): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new Refused(invalid(result.error.issues.flatMap((issue) => detailsOf(issue, place))));
}

export function invalid(detail: readonly ValidationDetail[]): Refusal {
  return { status: 422, error: "RequestValidationError", code: "InvalidRequest", detail };
}

/** Where the ledger's arguments stand in a request, whatever the route. */
const argumentLoc: Readonly<Record<string, readonly [Place, string]>> = {
  seatId: ["path", "seat_id"],
  cursor: ["query", "cursor"],
  limit: ["query", "limit"],
  idempotencyKey: ["header", "Idempotency-Key"],
  userAgent: ["header", "User-Agent"],
  expectedVersion: ["header", "If-Match"],
  actor: ["query", "actor_id"],
  instantOrPosition: ["query", "at"],
};

/** What the ledger found wrong. Only the argument is named: what stands inside it may be somebody's own words. */
export function detailOfArgument({ path, message }: RequestIssue, place: "body" | "query"): ValidationDetail {
  const [argument = ""] = path.split(".");
  const loc = argumentLoc[argument] ?? (argument === "" ? [place] : [place, snakeCase(argument)]);
  return { loc, msg: `Value error, ${message}`, type: "value_error" };
}

function detailsOf(issue: z.core.$ZodIssue, place: Place): readonly ValidationDetail[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => extra(key, place));
  const [field] = issue.path;
  const loc = field === undefined ? [place] : [place, typeof field === "number" ? field : String(field)];
  return [{ loc, msg: issue.message, type: typeOf(issue) }];
}

/** A name that is none may be somebody's own words. */
function extra(key: string, place: Place): ValidationDetail {
  const loc = /^\w{1,40}$/.test(key) ? [place, key] : [place];
  return { loc, msg: "Extra inputs are not permitted", type: "extra_forbidden" };
}

const types: Readonly<Record<string, string>> = {
  string: "string_type",
  boolean: "bool_type",
  record: "dict_type",
  object: "model_attributes_type",
  int: "int_parsing",
  number: "int_parsing",
};

function typeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return types[issue.expected] ?? "value_error";
  if (issue.code === "custom" && typeof issue.params?.["type"] === "string") return issue.params["type"];
  if (issue.code === "too_small") return issue.origin === "string" ? "string_too_short" : "greater_than_equal";
  if (issue.code === "too_big") return issue.origin === "string" ? "string_too_long" : "less_than_equal";
  return "value_error";
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
