// The sandbox as Polar's own SDK meets it: unmodified, with everything it asks answered by the sandbox instead of a network.

import { createPolar } from "@polar-sh/sdk/2026-10";
import { createPolarSandbox, type PolarSandbox, type PolarSandboxOptions } from "@seat-ledger/polar-sandbox";
import { manualClock } from "seat-ledger/testing";
import { onTestFinished, vi } from "vitest";

export const baseUrl = "https://polar.example";

/** A client of this sandbox, until the test is over. Whatever is asked of another host fails. */
export function clientOf(sandbox: PolarSandbox) {
  vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init);
    if (!request.url.startsWith(baseUrl)) throw new TypeError(`nobody answers at ${request.url}`);
    return sandbox.fetch(request);
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return createPolar({ accessToken: "polar_oat_sandbox", baseUrl });
}

/** One organization, one buyer, one subscription with five seats, and an endpoint that hears of everything. */
export function stage({
  memberModel = true,
  ...options
}: Omit<PolarSandboxOptions, "clock"> & { readonly memberModel?: boolean } = {}) {
  const clock = manualClock("2026-11-02T10:00:00Z");
  const heard: Request[] = [];
  const deliver = async (request: Request) => {
    heard.push(request);
    return new Response(null, { status: 202 });
  };
  const sandbox = createPolarSandbox({ clock: clock.now, deliver, ...options });
  const organizationId = sandbox.createOrganization({ name: "Acme", slug: "acme", memberModel }).id;
  const endpoint = sandbox.webhooks.createEndpoint({ organizationId, url: "https://merchant.example/polar" });
  const productId = sandbox.createProduct({ organizationId, name: "Maps", recurring: true }).id;
  const oneTimeProductId = sandbox.createProduct({ organizationId, name: "Atlas", recurring: false }).id;
  const customerId = sandbox.createCustomer({ organizationId, email: "buyer@acme.example", externalId: "b-1" }).id;
  const subscriptionId = sandbox.createSubscription({ productId, customerId, seats: 5 }).id;
  const polar = clientOf(sandbox);
  const things = { organizationId, productId, oneTimeProductId, customerId, subscriptionId, endpoint };
  return { sandbox, clock, heard, polar, ...things };
}

export type Stage = ReturnType<typeof stage>;

/** A bit of everything that Polar tells of: seats in every state, purchases, people who change and go. */
export async function liveALittle({ sandbox, subscriptionId, customerId, oneTimeProductId, organizationId }: Stage) {
  const assign = (name: string, immediateClaim = false) =>
    sandbox.assignSeat({ subscriptionId, email: `${name}@acme.example`, immediateClaim });
  const ada = assign("ada");
  sandbox.claimSeat({ invitationToken: sandbox.invitationTokenOf(ada.id) ?? "" });
  const bob = assign("bob", true);
  const cyd = assign("cyd");
  sandbox.revokeSeat({ seatId: cyd.id });
  sandbox.changeMemberEmail(ada.memberId ?? "", "countess@acme.example");
  sandbox.deleteMember(bob.memberId ?? "");
  sandbox.createMember({ customerId, email: "dan@acme.example" });
  const order = sandbox.createOrder({ productId: oneTimeProductId, customerId, seats: 2, status: "pending" });
  sandbox.payOrder(order.id);
  sandbox.refundOrder(order.id);
  sandbox.updateSubscriptionSeats(subscriptionId, 8);
  sandbox.scheduleSubscriptionSeats(subscriptionId, 3);
  sandbox.applyScheduledSeats(subscriptionId, 3);
  sandbox.cancelSubscription(subscriptionId);
  sandbox.uncancelSubscription(subscriptionId);
  sandbox.markSubscriptionPastDue(subscriptionId);
  sandbox.reactivateSubscription(subscriptionId);
  sandbox.pauseSubscription(subscriptionId);
  sandbox.reactivateSubscription(subscriptionId);
  sandbox.endSubscription(subscriptionId);
  sandbox.reactivateSubscription(subscriptionId);
  sandbox.updateCustomer(customerId, { name: "Acme Inc." });
  const other = sandbox.createCustomer({ organizationId, email: "other@acme.example", type: "individual" });
  sandbox.deleteCustomer(other.id);
  await sandbox.webhooks.flush();
  return { ada, order };
}
