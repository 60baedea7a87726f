// Reads one thing out of an answer of Polar, or says what is wrong with it. The words name fields, never their values:
// they end up in reports and logs.

import type { z } from "zod";
import { UnusableAnswer } from "../failures.ts";

export function read<Value>(schema: z.ZodType<Value>, what: string, given: unknown): Value {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join(".") || "the whole"}: ${issue.message}`);
  throw new UnusableAnswer(`Polar's ${what} has another shape than expected: ${issues.join("; ")}`);
}
