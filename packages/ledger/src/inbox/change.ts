// What every writing of the inbox is made of: a door (its schema) and the plan of one transaction. None of it appends events.

import type { z } from "zod";
import type { Rejection } from "../domain/rejections.ts";
import type { Answered, Asking } from "../query.ts";
import type { Outcome, Reads } from "../store/port.ts";

export interface Change<Args, Answer> {
  readonly args: z.ZodType<Args>;
  readonly plan: (args: Args, asking: Pick<Asking, "fence">) => Reads<Outcome<Answered<Answer> | Rejection>>;
}

/** A refusal writes nothing. */
export function refused(answer: Rejection): Outcome<Rejection> {
  return { writes: [], answer };
}
