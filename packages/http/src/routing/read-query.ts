// Reads the query of a request.

import { HonoRequest } from "hono/request";
import type { z } from "zod";
import { Refused } from "../wire/refusal.ts";
import { invalid, validated } from "../wire/validation.ts";

/** Of a parameter that is given twice the last counts, as in Polar, unless the route is `strict`: then it is refused. */
export function readQuery<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  { strict }: { readonly strict: boolean },
): z.output<Schema> {
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
