// What the sync with Polar found, on the wire.

import { z } from "zod";
import type { SyncDrift } from "../sync-state.ts";
import { id, instant } from "./answers.ts";
import { documented } from "./documented.ts";

const side = z.object({ status: z.string() }).nullable();
const value = z.union([z.string(), z.number()]).nullable();

const drift = documented(
  z.object({
    kind: documented(z.string(), {
      description: "`missing`, `extra`, `different`, `inferred`, `lost-webhook` or `stale`",
      examples: ["missing"],
    }),
    subscription_id: id.nullable(),
    order_id: id.nullable(),
    seat_id: documented(id.nullable(), { description: "Null where it is about the subscription or order itself" }),
    done: documented(z.string(), { description: "What was done about it", examples: ["recorded"] }),
    polar: documented(side, { description: "What Polar said; null where it had nothing" }),
    ledger: documented(side, { description: "What the ledger said; null where it had nothing" }),
    fields: documented(z.array(z.object({ field: z.string(), polar: value, ledger: value })), {
      description: "Where both had it: the fields in which they differed",
    }),
    step: documented(z.string().nullable(), { description: "The step that nobody showed" }),
    not_before: instant.nullable(),
    not_after: instant.nullable(),
    type: documented(z.string().nullable(), { description: "The webhook that did not come" }),
    at: instant.nullable(),
    listed_at: documented(instant.nullable(), { description: "How old is what the ledger says" }),
  }),
  { id: "Drift", description: "One thing in which Polar and the ledger differed. It names no person." },
);

export const driftReport = documented(
  z.object({
    lag_ms: documented(z.number().nullable(), {
      description: "How long ago the oldest thing happened at Polar that is not applied yet; 0 for nothing",
    }),
    last_complete_pass: documented(instant.nullable(), { description: "When the last complete pass began" }),
    last_pass: z
      .object({
        complete: documented(z.boolean(), { description: "Everything that Polar showed was recorded" }),
        drift: z.array(drift),
      })
      .nullable(),
  }),
  { id: "DriftReport", description: "All null where no sync with Polar runs." },
);

export function driftToWire(given: SyncDrift): z.output<typeof drift> {
  return {
    kind: given.kind,
    subscription_id: given.subscriptionId,
    order_id: given.orderId,
    seat_id: given.seatId,
    done: given.done,
    polar: given.polar ?? null,
    ledger: given.ledger ?? null,
    fields: [...(given.fields ?? [])],
    step: given.step ?? null,
    not_before: given.notBefore ?? null,
    not_after: given.notAfter ?? null,
    type: given.type ?? null,
    at: given.at ?? null,
    listed_at: given.listedAt ?? null,
  };
}
