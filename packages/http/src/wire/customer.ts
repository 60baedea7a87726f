// A customer on the wire, as the ledger's own routes answer it.

import type { Customer } from "seat-ledger";
import { z } from "zod";
import { id, instant } from "./answers.ts";
import { documented } from "./documented.ts";

export const customer = documented(
  z.object({
    id,
    email: documented(z.string(), { description: "Null where there is none, or the person was forgotten" }).nullable(),
    name: z.string().nullable(),
    external_id: documented(z.string(), { description: "The customer's id in the merchant's system" }).nullable(),
    created_at: instant,
  }),
  { id: "Customer", description: "Who pays for seats; without the member model also who holds them." },
);

export function customerToWire({ id, email, name, externalId, createdAt }: Customer): z.output<typeof customer> {
  return { id, email, name, external_id: externalId, created_at: createdAt.toISOString() };
}
