// What most tests begin with: one organization, one buyer, one subscription with seats, and a clock that stands still
// until it is moved.

import { createPolarSandbox, type PolarSandbox, PolarSandboxError, type PolarSandboxOptions } from "../src/index.ts";

export type SettingOptions = PolarSandboxOptions & {
  memberModel?: boolean;
  membersForHolders?: boolean;
  seatsEnabled?: boolean;
  seats?: number;
};

export function setting(given: SettingOptions = {}) {
  const { memberModel = true, membersForHolders = true, seatsEnabled = true, seats = 5, ...options } = given;
  let now = Date.parse("2026-11-02T10:00:00Z");
  const sandbox = createPolarSandbox({ clock: () => new Date(now), ...options });
  const organization = sandbox.createOrganization({
    name: "Acme",
    slug: "acme",
    memberModel,
    membersForHolders,
    seatsEnabled,
  });
  const organizationId = organization.id;
  const product = sandbox.createProduct({ organizationId, name: "Maps", recurring: true });
  const oneTimeProduct = sandbox.createProduct({ organizationId, name: "Atlas", recurring: false });
  const buyer = sandbox.createCustomer({ organizationId, email: "buyer@acme.example", externalId: "b-1" });
  const subscription = sandbox.createSubscription({ productId: product.id, customerId: buyer.id, seats });
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  const pool = { subscriptionId: subscription.id };
  return { sandbox, organization, product, oneTimeProduct, buyer, subscription, pool, pass };
}

/** The refusal that this call throws; fails where it throws none. */
export function refusalOf(call: () => unknown): PolarSandboxError {
  try {
    call();
  } catch (error) {
    if (error instanceof PolarSandboxError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}

/** The fields of answers that tests read one by one. */
type Answer = { id: string; items: { id: string }[]; pagination: unknown; seat: unknown; customer_email: unknown };

/** Asks the sandbox over HTTP and answers the status and the body. */
export async function ask<Body = Answer>(sandbox: PolarSandbox, path: string, init: RequestInit = {}) {
  const headers = { authorization: "Bearer polar_oat_sandbox", ...init.headers };
  const response = await sandbox.fetch(new Request(`http://sandbox.example${path}`, { ...init, headers }));
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}
