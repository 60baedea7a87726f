// The listing of a pool's seats. One row that can't be read spoils the whole listing: without it a seat would seem gone.

import { z } from "zod";
import { count, id, instant, maybe } from "./fields.ts";

const memberSchema = z.object({
  id,
  customer_id: id,
  email: maybe(z.string()),
  name: maybe(z.string()),
  external_id: maybe(z.string()),
  role: z.enum(["owner", "billing_manager", "member"]),
  created_at: instant,
});

const seatSchema = z.object({
  id,
  subscription_id: maybe(id),
  order_id: maybe(id),
  status: z.enum(["pending", "claimed", "revoked"]),
  customer_id: maybe(id),
  member_id: maybe(id),
  member: maybe(memberSchema),
  email: maybe(z.string()),
  invitation_token_expires_at: maybe(instant),
  claimed_at: maybe(instant),
  revoked_at: maybe(instant),
  created_at: instant,
  seat_metadata: maybe(z.record(z.string(), z.unknown())),
});

export const seatsListSchema = z.object({ seats: z.array(seatSchema), available_seats: count, total_seats: count });

export type WireMember = z.output<typeof memberSchema>;
export type WireSeat = z.output<typeof seatSchema>;
export type WireSeatsList = z.output<typeof seatsListSchema>;
