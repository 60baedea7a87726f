// Reads one thing out of an answer of Polar, or says what is wrong with it. The words name fields, never their values:
// they end up in reports and logs.

import type { z } from "zod";
import { UnusableAnswer } from "../failures.ts";

/** A listing may be wrong in each of its rows. */
const mostTold = 10;

export function read<Value>(schema: z.ZodType<Value>, what: string, given: unknown): Value {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const { issues } = result.error;
  const told = issues.slice(0, mostTold).map(({ path, message }) => `${path.join(".") || "the whole"}: ${message}`);
  const more = issues.length > mostTold ? [`and ${issues.length - mostTold} more`] : [];
  throw new UnusableAnswer(`Polar's ${what} has another shape than expected: ${[...told, ...more].join("; ")}`);
}
