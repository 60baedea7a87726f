// A ledger in memory with one pool, for the streams to listen to.

import { openLedger, type SeatLedger } from "seat-ledger";

export const organizationId = "5b1f0c1e-0000-4000-8000-000000000001";
export const customerId = "c0570000-0000-4000-8000-000000000001";
export const pool = { subscriptionId: "900d0000-0000-4000-8000-000000000001" };
export const otherPool = { subscriptionId: "900d0000-0000-4000-8000-000000000002" };

export async function ledgerWithPools(): Promise<SeatLedger> {
  const ledger = await openLedger({ file: ":memory:" });
  await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme" });
  await ledger.registerCustomer({ id: customerId, organizationId });
  const facts = { organizationId, customerId, product: { id: "team", name: "Team" }, seats: 200 };
  await ledger.openPool({ ...pool, ...facts });
  await ledger.openPool({ ...otherPool, ...facts });
  return ledger;
}

export function emails(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `person-${index}@example.com`);
}
