// Moments of the past in a query: times, or positions of the log.

import { z } from "zod";
import { documented } from "./documented.ts";

const error = "Input should be a time such as 2026-03-01T09:00:00Z, with Z or an offset, or a position of the log";

/** A whole number is a position, anything else a time. */
export function momentText(description: string) {
  const time = z.iso.datetime({ offset: true }).transform((given) => new Date(given));
  const position = z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number);
  return documented(z.union([time, position], { error }), {
    description,
    examples: ["2026-03-01T09:00:00Z", "1200"],
  });
}

export const by = documented(z.enum(["recorded", "occurred"]), {
  description:
    "`recorded`: what the ledger knew at that moment. `occurred`: what it believes now of that time. `recorded` unless said",
});
