// What Polar answers to the six operations.

import { z } from "zod";
import { id, instant, maybe } from "./fields.ts";
import { seatSchema } from "./seat.ts";

/** A seat with what only those need who look for its holder, or for when it changed. */
export const writtenSeatSchema = seatSchema.extend({
  modified_at: maybe(instant),
  customer_email: maybe(z.string()),
});

export const writtenSeatsSchema = z.object({ seats: z.array(writtenSeatSchema) });

/** Its session token stays out of everything that is kept: it is read apart. */
export const claimedSeatSchema = z.object({ seat: z.unknown(), customer_session_token: z.string() });

export const claimInfoSchema = z.object({
  product_name: z.string(),
  product_id: z.string(),
  organization_name: z.string(),
  organization_slug: z.string(),
  customer_email: maybe(z.string()),
  can_claim: z.boolean(),
});

export const personSchema = z.object({ id, email: maybe(z.string()) });

export type WireWrittenSeat = z.output<typeof writtenSeatSchema>;
