// A ledger with one organization, one buyer and one pool of a subscription: where most tests begin.

import { randomUUID } from "node:crypto";
import { type LedgerEvent, openLedger, type SeatLedger } from "seat-ledger";
import { type ManualClock, manualClock } from "seat-ledger/testing";

export interface Setting {
  readonly ledger: SeatLedger;
  readonly clock: ManualClock;
  readonly organizationId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}

export const product = { id: "0b3d1f3e-6d3a-4a56-9a9e-0d9b7c1f2a10", name: "Team" };

export async function setting({ seats = 3, memberModel = true, seatsEnabled = true } = {}): Promise<Setting> {
  const clock = manualClock();
  const ledger = await openLedger({ file: ":memory:", clock: clock.now });
  const { id: organizationId } = await ledger.registerOrganization({
    name: "Acme",
    slug: "acme",
    memberModel,
    seatsEnabled,
  });
  const buyer = { organizationId, email: "buyer@acme.example", name: "Buyer", externalId: "buyer-1" };
  const { id: customerId } = await ledger.registerCustomer(buyer);
  const subscriptionId = randomUUID();
  await ledger.openPool({ subscriptionId, organizationId, customerId, product, seats });
  return { ledger, clock, organizationId, customerId, subscriptionId };
}

/** The events after a position, as the log stands now. */
export async function eventsAfter(ledger: Pick<SeatLedger, "export">, after: number): Promise<readonly LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  for await (const { event } of ledger.export()) if (event.position > after) events.push(event);
  return events;
}

/** How many events the ledger holds. */
export async function eventCount(ledger: SeatLedger): Promise<number> {
  return (await eventsAfter(ledger, 0)).length;
}

/** The code of the error with which a call is refused. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  return await call.then(
    () => "not refused",
    (error: { code?: string }) => error.code ?? String(error),
  );
}
