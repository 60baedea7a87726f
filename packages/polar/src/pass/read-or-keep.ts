// Reads one thing that Polar showed; what can't be read is kept as it came before the failure is told.

import type { z } from "zod";
import { UnusableAnswer } from "../failures.ts";
import { read } from "../wire/read.ts";
import { keepUnread, type Shown } from "./keep-shown.ts";
import type { Pass } from "./pass.ts";

/** One thing that Polar showed, before it is read. */
export type About = Pick<Shown, "type" | "subject" | "item" | "observedAt">;

/** `check` says what is wrong with a thing of the right shape, or null. */
export async function readOrKeep<Value>(
  pass: Pass,
  about: About,
  what: string,
  schema: z.ZodType<Value>,
  check: (value: Value) => string | null = () => null,
): Promise<Value> {
  try {
    const value = read(schema, what, about.item);
    const problem = check(value);
    if (problem !== null) throw new UnusableAnswer(problem);
    return value;
  } catch (error) {
    if (error instanceof UnusableAnswer) await keepUnread(pass, about, error.message);
    throw error;
  }
}
