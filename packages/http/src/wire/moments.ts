// Moments of the past in a query: times, or positions of the log.

import { z } from "zod";
import { documented } from "./documented.ts";
import { text } from "./fields.ts";

const message = "Input should be a time such as 2026-03-01T09:00:00Z, with Z or an offset, or a position of the log";
const time = z.iso.datetime({ offset: true });

/** A whole number is a position, anything else a time. */
export function momentText(description: string) {
  const moment = text.transform((given, context): Date | number => {
    if (/^\d{1,15}$/.test(given)) return Number(given);
    if (time.safeParse(given).success) return new Date(given);
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
  return documented(moment, { description, examples: ["2026-03-01T09:00:00Z", "1200"] });
}

export const by = documented(z.enum(["recorded", "occurred"]), {
  description:
    "`recorded`: what the ledger knew at that moment. `occurred`: what it believes now of that time. `recorded` unless said",
});
