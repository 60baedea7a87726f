// One seat as Polar shows it: a row of a listing, or alone in a webhook.

import { z } from "zod";
import { id, instant, maybe } from "./fields.ts";
import { memberSchema } from "./member.ts";

export const seatSchema = z.object({
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

export type WireSeat = z.output<typeof seatSchema>;
