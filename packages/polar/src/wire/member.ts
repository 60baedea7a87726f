// A member as Polar shows it: inside a seat, or alone in a webhook.

import { z } from "zod";
import { id, instant, maybe } from "./fields.ts";

export const memberSchema = z.object({
  id,
  customer_id: id,
  email: maybe(z.string()),
  name: maybe(z.string()),
  external_id: maybe(z.string()),
  role: z.enum(["owner", "billing_manager", "member"]),
  created_at: instant,
  modified_at: maybe(instant),
});

export type WireMember = z.output<typeof memberSchema>;
