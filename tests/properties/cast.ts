// The organizations, customers and pools in which every random history plays: with the member model and without, two pools
// of one customer, a subscription and an order that is not paid yet.

import type { SeatLedger } from "seat-ledger";
import type { Model, ModelPerson } from "./model.ts";

const withMembers = "5b1f0c1e-0000-4000-8000-000000000001";
const withoutMembers = "5b1f0c1e-0000-4000-8000-000000000002";
export const buyer = "c0570000-0000-4000-8000-000000000001";
const otherBuyer = "c0570000-0000-4000-8000-000000000002";
const product = { id: "team", name: "Team" };

export const subscription = { subscriptionId: "900d0000-0000-4000-8000-000000000001" };
export const order = { orderId: "900d0000-0000-4000-8000-000000000002" };
export const otherSubscription = { subscriptionId: "900d0000-0000-4000-8000-000000000003" };
export const unknownPool = { subscriptionId: "900d0000-0000-4000-8000-00000000000f" };
export const unknownSeatId = "5ea70000-0000-4000-8000-00000000000f";

export const beginning = Date.parse("2026-11-02T10:00:00.000Z");

/** Registers the cast and answers the model of it. */
export async function setStage(ledger: SeatLedger): Promise<Model> {
  const organizations = { a: withMembers, b: withoutMembers };
  await ledger.registerOrganization({ id: organizations.a, name: "Acme", slug: "acme" });
  await ledger.registerOrganization({ id: organizations.b, name: "Bolt", slug: "bolt", memberModel: false });
  await ledger.registerCustomer({ id: buyer, organizationId: organizations.a, name: "Team A" });
  await ledger.registerCustomer({ id: otherBuyer, organizationId: organizations.b, name: "Team B" });
  const first = { organizationId: organizations.a, customerId: buyer, product };
  const second = { organizationId: organizations.b, customerId: otherBuyer, product };
  await ledger.openPool({ ...subscription, ...first, seats: 3 });
  await ledger.openPool({ ...order, ...first, seats: 2, status: "unpaid" });
  await ledger.openPool({ ...otherSubscription, ...second, seats: 2 });
  const people: ModelPerson[] = [];
  return {
    now: beginning,
    pools: [
      { ref: subscription, people, bought: 3, status: "active", seats: [] },
      { ref: order, people, bought: 2, status: "unpaid", seats: [] },
      { ref: otherSubscription, people: [], bought: 2, status: "active", seats: [] },
    ],
    tokens: [],
  };
}
