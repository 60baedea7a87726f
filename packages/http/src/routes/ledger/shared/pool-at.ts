// The pool that a path names, by the id of its subscription or its order: ids are unique in the whole ledger.

import { isSeatLedgerError, type OrganizationLedger, type Pool } from "seat-ledger";
import { z } from "zod";
import { documented } from "../../../wire/documented.ts";
import { uuid } from "../../../wire/fields.ts";
import { type Refusal, Refused } from "../../../wire/refusal.ts";

export const poolPath = z.object({
  pool_id: documented(uuid, { description: "The id of the subscription or the order" }),
});

const notFound: Refusal = {
  status: 404,
  error: "ResourceNotFound",
  code: "PoolNotFound",
  detail: "No subscription and no order with seats has this id",
};

export async function poolAt(
  ledger: Pick<OrganizationLedger, "getPool">,
  { pool_id: id }: z.output<typeof poolPath>,
): Promise<Pool> {
  const found = (await pool(ledger, { subscriptionId: id })) ?? (await pool(ledger, { orderId: id }));
  if (found === null) throw new Refused(notFound);
  return found;
}

/** How the ledger is asked about it. */
export async function poolRefAt(
  ledger: Pick<OrganizationLedger, "getPool">,
  path: z.output<typeof poolPath>,
): Promise<Pick<Pool, "subscriptionId" | "orderId">> {
  const { subscriptionId, orderId } = await poolAt(ledger, path);
  return { subscriptionId, orderId };
}

async function pool(
  ledger: Pick<OrganizationLedger, "getPool">,
  ref: { readonly subscriptionId: string } | { readonly orderId: string },
): Promise<Pool | null> {
  try {
    return await ledger.getPool(ref);
  } catch (error) {
    if (isSeatLedgerError(error, "PoolNotFound")) return null;
    throw error;
  }
}
