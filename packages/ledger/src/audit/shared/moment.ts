// The doors of the questions about a moment, and what can't be told yet: a moment that is still to come.

import { z } from "zod";
import { writableDate } from "../../arguments.ts";
import type { Moment } from "../../domain/moment.ts";
import { later } from "../../domain/pool.ts";
import { type Rejection, reject } from "../../domain/rejections.ts";
import { readEnd } from "../../store/log-queries.ts";
import type { Reads } from "../../store/port.ts";

/** By which order the past is asked for. */
export const bySchema = z.enum(["recorded", "occurred"]).default("recorded");

/** The Date is copied after the union, which would hide what is wrong with one that is copied inside of it. */
export const momentSchema = z
  .union([writableDate, z.int().nonnegative()], {
    error: "must be a Date, or a position of the log: a whole number that is not negative",
  })
  .transform((given) => (given instanceof Date ? new Date(given) : given));

type By = z.output<typeof bySchema>;

/** Refuses a position where it is asked what had occurred: positions are of the log, which may learn late. */
export function needsTimes(given: readonly unknown[], by: By, context: z.RefinementCtx): void {
  if (by === "recorded" || given.every((one) => one instanceof Date)) return;
  context.addIssue({ code: "custom", path: ["by"], message: "asks what had occurred by a time: pass a Date" });
}

export function asMoment(given: Date | number, by: By): Moment {
  if (given instanceof Date) return { by, at: given };
  return { by: "recorded", position: given };
}

/** The refusal for a moment of which nothing can be told yet: the answer would change. `path` names the argument. */
export function* stillToCome(moment: Moment, now: Date, path: string): Reads<Rejection | null> {
  const end = yield* readEnd();
  const isPast = "position" in moment ? moment.position <= end.position : moment.at <= later(now, end.recordedAt);
  return isPast
    ? null
    : reject("InvalidRequest", { issues: [{ path, message: "lies in the future: ask about the past" }] });
}
