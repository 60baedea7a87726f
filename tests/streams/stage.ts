// A ledger with two pools, for the streams to listen to.

import { type LedgerEvent, openLedger, type SeatLedger } from "seat-ledger";

export const organizationId = "5b1f0c1e-0000-4000-8000-000000000001";
export const customerId = "c0570000-0000-4000-8000-000000000001";
export const pool = { subscriptionId: "900d0000-0000-4000-8000-000000000001" };
export const otherPool = { subscriptionId: "900d0000-0000-4000-8000-000000000002" };
const product = { id: "team", name: "Team" };

/** Takes 4 events. */
export async function ledgerWithPools(seats = 200, file = ":memory:"): Promise<SeatLedger> {
  const ledger = await openLedger({ file, durability: "normal" });
  await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme" });
  await ledger.registerCustomer({ id: customerId, organizationId });
  const facts = { organizationId, customerId, product, seats };
  await ledger.openPool({ ...pool, ...facts });
  await ledger.openPool({ ...otherPool, ...facts });
  return ledger;
}

export function emails(count: number, name = "person"): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index}@example.com`);
}

export function assignEach(ledger: SeatLedger, addresses: readonly string[]): Promise<unknown> {
  return Promise.all(addresses.map((email) => ledger.assignSeat({ ...pool, email })));
}

export function positions(events: readonly LedgerEvent[]): readonly number[] {
  return events.map(({ position }) => position);
}

export function upTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

/** What a stream tells until it has caught up. */
export async function caughtUp(
  ledger: Pick<SeatLedger, "events">,
  args: Parameters<SeatLedger["events"]>[0],
): Promise<readonly LedgerEvent[]> {
  const stop = new AbortController();
  const events: LedgerEvent[] = [];
  const listening = ledger.events({ ...args, signal: stop.signal, onCaughtUp: () => stop.abort() });
  for await (const event of listening) events.push(event);
  return events;
}
