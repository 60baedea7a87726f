// A price as Polar shows it, each kind with what it is made of. The ledger knows no prices: it hands on what Polar delivered.

import { z } from "zod";
import { count, id, instant } from "./answers.ts";
import { documented } from "./documented.ts";

const common = {
  created_at: instant,
  modified_at: instant.nullable(),
  id,
  source: z.enum(["catalog", "ad_hoc"]),
  price_currency: z.string(),
  tax_behavior: z.enum(["location", "inclusive", "exclusive"]).nullable(),
  is_archived: z.boolean(),
  product_id: id,
};

const fixed = z.object({ ...common, amount_type: z.literal("fixed"), price_amount: count });

const custom = z.object({
  ...common,
  amount_type: z.literal("custom"),
  minimum_amount: count,
  maximum_amount: count.nullable(),
  preset_amount: count.nullable(),
});

const seatBased = z.object({
  ...common,
  amount_type: z.literal("seat_based"),
  seat_tiers: z.object({
    seat_tier_type: z.enum(["volume", "graduated"]).optional(),
    tiers: z
      .array(z.object({ min_seats: count, max_seats: count.nullable().optional(), price_per_seat: count }))
      .min(1),
    minimum_seats: count,
    maximum_seats: count.nullable(),
  }),
});

const meteredUnit = z.object({
  ...common,
  amount_type: z.literal("metered_unit"),
  unit_amount: z.string(),
  cap_amount: count.nullable(),
  meter_id: id,
  meter: z.object({
    id,
    name: z.string(),
    unit: z.string(),
    custom_label: z.string().nullable(),
    custom_multiplier: count.nullable(),
  }),
});

export const productPrice = documented(z.discriminatedUnion("amount_type", [fixed, custom, seatBased, meteredUnit]), {
  id: "ProductPrice",
});
