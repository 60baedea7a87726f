// What every query is made of: a door (its schema) and the reads that lead to its answer.

import type { z } from "zod";
import type { OrganizationId } from "./domain/ids.ts";
import type { Rejection } from "./domain/rejections.ts";
import type { KnownLists } from "./known-lists.ts";
import type { Reads } from "./store/port.ts";

/** What a query may know of the moment and of its caller. */
export interface Asking {
  readonly now: Date;
  /** Everything of other organizations is not found. */
  readonly fence: OrganizationId | null;
  readonly lists: KnownLists;
}

/** An answer, wrapped so that no answer can be taken for a refusal. */
export interface Answered<Answer> {
  readonly kind: "answered";
  readonly answer: Answer;
}

export interface Query<Args, Answer> {
  readonly args: z.ZodType<Args>;
  readonly reads: (args: Args, asking: Asking) => Reads<Answered<Answer> | Rejection>;
}

export function answered<Answer>(answer: Answer): Answered<Answer> {
  return { kind: "answered", answer };
}
