// A customer as Polar shows it: inside a subscription or an order (who pays), or alone in a webhook.

import { z } from "zod";
import { id, instant, maybe } from "./fields.ts";

export const customerSchema = z.object({
  id,
  organization_id: id,
  email: maybe(z.string()),
  name: maybe(z.string()),
  external_id: maybe(z.string()),
  created_at: instant,
  modified_at: maybe(instant),
  deleted_at: maybe(instant),
});

export type WireCustomer = z.output<typeof customerSchema>;
