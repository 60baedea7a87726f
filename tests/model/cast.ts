// The two organizations: the same e-mails, the same external ids and the same products in both, and ids of their own.

import type { SeatLedger } from "seat-ledger";
import { ids } from "seat-ledger/testing";
import type { Model, ModelCustomer, ModelOrganization, ModelPool } from "./model.ts";

export const emails = ["ada", "bob", "cyd", "dan"].flatMap((name) => [
  `${name}@example.com`,
  `${name.toUpperCase()}@example.com`,
]);
export const externalIds = ["x-1", "x-2"];
export const product = { id: "team", name: "Team" };
export const checkoutId = "the same checkout";
export const beginning = Date.parse("2026-11-02T10:00:00.000Z");

export const names = ["acme", "bolt"] as const;
const memberModels = { on: true, off: false };

/** The names of each organization's pools: the first two are opened from the beginning. */
export function poolRef(organization: ModelOrganization, index: number): ModelPool["ref"] {
  const id = ids.pool(`${organization.slug}/${index}`);
  return index % 2 === 0 ? { subscriptionId: id } : { orderId: id };
}

/** What is said of a pool when it is opened; `owner` is whose pool's id is taken. */
export function openingOf(
  organization: ModelOrganization,
  customer: ModelCustomer,
  { index, seats, owner = organization }: { index: number; seats: number; owner?: ModelOrganization },
) {
  return {
    ...poolRef(owner, index),
    organizationId: organization.id,
    customerId: customer.id,
    product,
    seats,
    checkoutId: index === 0 ? checkoutId : null,
    status: index === 1 ? ("unpaid" as const) : ("active" as const),
    authority: index === 3 ? ("polar" as const) : ("ledger" as const),
  };
}

/** What the model knows of a pool once it is opened. */
export function openedPool(customer: ModelCustomer, opening: ReturnType<typeof openingOf>): ModelPool {
  const { seats, status, authority } = opening;
  const ref = "orderId" in opening ? { orderId: opening.orderId } : { subscriptionId: opening.subscriptionId };
  return { ref, customer, opening: JSON.stringify(opening), authority, bought: seats, status, version: 1, seats: [] };
}

/** Registers the cast and answers the model of it. */
export async function setStage(
  ledger: SeatLedger,
  options: { readonly bolt: keyof typeof memberModels; readonly lapsedInvitations: Model["lapsedInvitations"] },
): Promise<Model> {
  const acme = await registered(ledger, "acme", true);
  const bolt = await registered(ledger, "bolt", memberModels[options.bolt]);
  return {
    now: beginning,
    lapsedInvitations: options.lapsedInvitations,
    organizations: [acme, bolt],
    keys: new Map(),
    tokens: [],
  };
}

async function registered(ledger: SeatLedger, slug: (typeof names)[number], memberModel: boolean) {
  const organization: ModelOrganization = {
    id: ids.organization(slug),
    name: `The people of ${slug}`,
    slug,
    memberModel,
    seatsEnabled: true,
    customers: [],
    pools: [],
    keys: new Map(),
    forgotten: 0,
  };
  const { id, name } = organization;
  await ledger.registerOrganization({ id, name, slug, memberModel });
  const customerId = ids.customer(slug);
  await ledger.registerCustomer({ id: customerId, organizationId: id, name: customerName(organization) });
  const buyer = { id: customerId, email: null, externalId: null, members: [], removed: false, forgotten: false };
  organization.customers.push(buyer);
  for (const [index, seats] of [3, 2].entries()) {
    const opening = openingOf(organization, buyer, { index, seats });
    await ledger.openPool(opening);
    organization.pools.push(openedPool(buyer, opening));
  }
  return organization;
}

/** A name that shows in an answer tells whose it is. */
export function customerName({ slug }: Pick<ModelOrganization, "slug">): string {
  return `A customer of ${slug}`;
}
