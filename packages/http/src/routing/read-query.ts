// Reads the query of a request. What is asked again and again in the same words is checked once.

import { HonoRequest } from "hono/request";
import type { z } from "zod";
import { Refused } from "../wire/refusal.ts";
import { invalid, validated } from "../wire/validation.ts";

/** For each route. */
const maxKnown = 1_000;
/** Ids, numbers and words: nobody's address is remembered. */
const isRemembered = /^\?[\w=&-]{1,120}$/;

/**
 * Reads queries by a schema. Of a parameter that is given twice the last counts, as in Polar, unless `strict`: then it is
 * refused.
 */
export function queryReader<Schema extends z.ZodType>(
  schema: Schema,
  { strict }: { readonly strict: boolean },
): (request: Request) => Readonly<z.output<Schema>> {
  const known = new Map<string, Readonly<z.output<Schema>>>();
  return (request) => {
    const text = request.url.slice(startOf(request.url));
    const before = known.get(text);
    if (before !== undefined) return before;
    const query = Object.freeze(readQuery(request, schema, strict));
    if (!isRemembered.test(text)) return query;
    if (known.size >= maxKnown) known.clear();
    known.set(text, query);
    return query;
  };
}

function startOf(url: string): number {
  const mark = url.indexOf("?");
  return mark < 0 ? url.length : mark;
}

function readQuery<Schema extends z.ZodType>(request: Request, schema: Schema, strict: boolean): z.output<Schema> {
  const queries = Object.entries(new HonoRequest(request).queries());
  const last = Object.fromEntries(queries.map(([name, values]) => [name, values.at(-1)]));
  const query = validated(schema, last, "query");
  const doubled = strict ? queries.filter(([, values]) => values.length > 1) : [];
  if (doubled.length > 0) throw new Refused(invalid(doubled.map(([name]) => twice(name))));
  return query;
}

function twice(name: string) {
  return { loc: ["query", name], msg: "Value error, must be given once", type: "value_error" };
}
