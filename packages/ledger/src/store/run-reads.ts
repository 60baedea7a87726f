// The two runners of generators: one for engines that answer at once, one for engines that answer later. Neither holds
// any rule.

import type { Reads } from "./port.ts";
import type { Bound } from "./query.ts";

/** Runs reads to their end on an engine that answers at once. */
export function drive<Answer>(reads: Reads<Answer>, rowsOf: (bound: Bound) => readonly unknown[]): Answer {
  let step = reads.next();
  while (!step.done) step = reads.next(rowsOf(step.value));
  return step.value;
}

/** Runs reads to their end on an engine that answers later. */
export async function driveAsync<Answer>(
  reads: Reads<Answer>,
  rowsOf: (bound: Bound) => Promise<readonly unknown[]>,
): Promise<Answer> {
  let step = reads.next();
  while (!step.done) step = reads.next(await rowsOf(step.value));
  return step.value;
}
