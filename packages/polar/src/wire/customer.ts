// The customer inside a subscription or an order: who pays.

import { z } from "zod";
import { id, instant, maybe } from "./fields.ts";

export const customerSchema = z.object({
  id,
  organization_id: id,
  email: maybe(z.string()),
  name: maybe(z.string()),
  external_id: maybe(z.string()),
  created_at: instant,
});

export type WireCustomer = z.output<typeof customerSchema>;
