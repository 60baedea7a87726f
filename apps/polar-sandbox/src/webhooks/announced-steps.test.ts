// Which webhooks each step makes, in which order, and what they carry.

import { expect, test } from "vitest";
import { listener, listenTo } from "../../testing/listener.ts";
import { setting } from "../../testing/setting.ts";

function listening(options: Parameters<typeof setting>[0] = {}) {
  const ears = listener();
  const stage = setting({ ...options, deliver: ears.deliver });
  listenTo(stage.sandbox, stage.organization.id);
  const hear = async (step: () => unknown) => {
    ears.forget();
    step();
    await stage.sandbox.webhooks.flush();
    return ears.types();
  };
  return { ...stage, ears, hear };
}

type Stage = ReturnType<typeof listening>;

const ada = "ada@acme.example";
const assigned = ({ sandbox, pool }: Stage) => sandbox.assignSeat({ ...pool, email: ada });
const bought = ({ sandbox, oneTimeProduct, buyer }: Stage, status: "pending" | "paid") =>
  sandbox.createOrder({ productId: oneTimeProduct.id, customerId: buyer.id, seats: 2, status });

/** The steps before the one that is listened to happen in `before`, whose result the step is given. */
function row<Given>(
  name: string,
  before: (stage: Stage) => Given,
  step: (stage: Stage, given: Given) => unknown,
  types: string[],
) {
  return {
    name,
    types,
    play: (stage: Stage) => ({ step: (given: Given) => () => step(stage, given) }).step(before(stage)),
  };
}

const nothing = () => undefined;
const state = "customer.state_changed";
const updated = ["subscription.updated"];

const rows = [
  row("an assignment", nothing, assigned, ["customer_seat.assigned"]),
  row(
    "an assignment that is claimed at once",
    nothing,
    ({ sandbox, pool }) => sandbox.assignSeat({ ...pool, email: ada, immediateClaim: true }),
    ["customer_seat.claimed"],
  ),
  row(
    "a claim",
    assigned,
    ({ sandbox }, { id }) => sandbox.claimSeat({ invitationToken: sandbox.invitationTokenOf(id) ?? "" }),
    ["customer_seat.claimed"],
  ),
  row("a revocation", assigned, ({ sandbox }, { id }) => sandbox.revokeSeat({ seatId: id }), ["customer_seat.revoked"]),
  row(
    "revoking what is revoked",
    (stage) => stage.sandbox.revokeSeat({ seatId: assigned(stage).id }),
    ({ sandbox }, { id }) => sandbox.revokeSeat({ seatId: id }),
    [],
  ),
  row("a resent invitation", assigned, ({ sandbox }, { id }) => sandbox.resendInvitation({ seatId: id }), []),
  row("an invitation that expires", assigned, ({ pass }) => pass(25 * 3_600_000), []),
  row(
    "a member's new e-mail",
    assigned,
    ({ sandbox }, seat) => sandbox.changeMemberEmail(seat.memberId ?? "", "a@b.example"),
    ["member.updated"],
  ),
  row("a deleted member", assigned, ({ sandbox }, { memberId }) => sandbox.deleteMember(memberId ?? ""), [
    "member.deleted",
    "customer_seat.revoked",
  ]),
  row("a made member", nothing, ({ sandbox, buyer }) => sandbox.createMember({ customerId: buyer.id, email: ada }), [
    "member.created",
  ]),
  row(
    "a subscription",
    nothing,
    ({ sandbox, product, buyer }) =>
      sandbox.createSubscription({ productId: product.id, customerId: buyer.id, seats: 1 }),
    ["subscription.created", "subscription.active", "subscription.updated", state],
  ),
  row("more seats", nothing, ({ sandbox, subscription }) => sandbox.updateSubscriptionSeats(subscription.id, 9), [
    ...updated,
    state,
  ]),
  row(
    "as many seats as before",
    nothing,
    ({ sandbox, subscription }) => sandbox.updateSubscriptionSeats(subscription.id, 5),
    [],
  ),
  row(
    "seats for the next period",
    nothing,
    ({ sandbox, subscription }) => sandbox.scheduleSubscriptionSeats(subscription.id, 2),
    [...updated, state],
  ),
  row(
    "the next period",
    ({ sandbox, subscription }) => sandbox.scheduleSubscriptionSeats(subscription.id, 2),
    ({ sandbox, subscription }) => sandbox.applyScheduledSeats(subscription.id, 2),
    ["subscription.cycled", ...updated, state],
  ),
  row(
    "a cancellation for the end of the period",
    assigned,
    ({ sandbox, subscription }) => sandbox.cancelSubscription(subscription.id),
    [...updated, "subscription.canceled", state],
  ),
  row(
    "a cancellation that is taken back",
    ({ sandbox, subscription }) => sandbox.cancelSubscription(subscription.id),
    ({ sandbox, subscription }) => sandbox.uncancelSubscription(subscription.id),
    [...updated, "subscription.uncanceled", state],
  ),
  row("an end", assigned, ({ sandbox, subscription }) => sandbox.endSubscription(subscription.id), [
    "customer_seat.revoked",
    ...updated,
    "subscription.canceled",
    "subscription.revoked",
    state,
  ]),
  row(
    "the end of the period after a cancellation",
    ({ sandbox, subscription }) => sandbox.cancelSubscription(subscription.id),
    ({ sandbox, subscription }) => sandbox.endSubscription(subscription.id),
    [...updated, "subscription.canceled", "subscription.revoked", state],
  ),
  row(
    "a reinstatement",
    ({ sandbox, subscription }) => sandbox.endSubscription(subscription.id),
    ({ sandbox, subscription }) => sandbox.reactivateSubscription(subscription.id),
    [...updated, "subscription.active", state],
  ),
  row("a pause", assigned, ({ sandbox, subscription }) => sandbox.pauseSubscription(subscription.id), [
    "customer_seat.revoked",
    ...updated,
    "subscription.paused",
    state,
  ]),
  row(
    "a pause that ends",
    ({ sandbox, subscription }) => sandbox.pauseSubscription(subscription.id),
    ({ sandbox, subscription }) => sandbox.reactivateSubscription(subscription.id),
    [...updated, "subscription.resumed", state],
  ),
  row("a failed payment", assigned, ({ sandbox, subscription }) => sandbox.markSubscriptionPastDue(subscription.id), [
    ...updated,
    "subscription.past_due",
    state,
    "customer_seat.revoked",
  ]),
  row(
    "a failed payment within the grace",
    assigned,
    ({ sandbox, subscription }) => sandbox.markSubscriptionPastDue(subscription.id, { withinGrace: true }),
    [...updated, "subscription.past_due", state],
  ),
  row(
    "a payment that was late",
    ({ sandbox, subscription }) => sandbox.markSubscriptionPastDue(subscription.id),
    ({ sandbox, subscription }) => sandbox.reactivateSubscription(subscription.id),
    [...updated, "subscription.active", state],
  ),
  row("an order", nothing, (stage) => bought(stage, "paid"), ["order.created", "order.updated", "order.paid"]),
  row("an order that waits for its money", nothing, (stage) => bought(stage, "pending"), ["order.created"]),
  row(
    "a payment",
    (stage) => bought(stage, "pending"),
    ({ sandbox }, { id }) => sandbox.payOrder(id),
    ["order.updated", "order.paid"],
  ),
  row(
    "a refund",
    (stage) => bought(stage, "paid"),
    ({ sandbox }, { id }) => sandbox.refundOrder(id),
    ["order.updated", "order.refunded"],
  ),
  row(
    "a customer",
    nothing,
    ({ sandbox, organization }) => sandbox.createCustomer({ organizationId: organization.id, email: ada }),
    ["member.created", "customer.created", state],
  ),
  row("a customer's new name", nothing, ({ sandbox, buyer }) => sandbox.updateCustomer(buyer.id, { name: "Acme" }), [
    "customer.updated",
    state,
  ]),
  row("a deleted customer", assigned, ({ sandbox, buyer }) => sandbox.deleteCustomer(buyer.id), [
    "member.deleted",
    "member.deleted",
    "customer_seat.revoked",
    ...updated,
    "subscription.canceled",
    "subscription.revoked",
    state,
    "customer.deleted",
    state,
  ]),
];

test.each(rows)("$name: $types", async ({ play, types }) => {
  const stage = listening();
  const step = play(stage);
  await stage.sandbox.webhooks.flush();
  expect(await stage.hear(step)).toEqual(types);
});

test("says nothing of the people whom an assignment makes on the way", async () => {
  const stage = listening({ memberModel: false });
  await stage.sandbox.webhooks.flush();
  expect(await stage.hear(() => assigned(stage))).toEqual(["customer_seat.assigned"]);
});

test("carries the thing as it was at the step, however late it is sent, and a revoked seat without its holder", async () => {
  const stage = listening();
  const { sandbox, ears, pass } = stage;
  const { id, memberId } = assigned(stage);
  pass(60_000);
  sandbox.revokeSeat({ seatId: id });
  await sandbox.webhooks.flush();
  const [first, second] = ears.heard.slice(-2);
  expect(first?.data).toMatchObject({ id, status: "pending", member_id: memberId, email: ada, member: { email: ada } });
  expect(JSON.parse(first?.body ?? "")).toMatchObject({
    type: "customer_seat.assigned",
    timestamp: "2026-11-02T10:00:00Z",
    api_version: "2026-10",
  });
  expect(second?.data).toMatchObject({
    id,
    status: "revoked",
    member_id: null,
    customer_id: null,
    email: null,
    member: null,
  });
  expect(second?.data["revoked_at"]).toBe("2026-11-02T10:01:00Z");
  expect(second?.body).not.toContain(ada);
});

test("tells an endpoint of what it asks for only, and of its own organization only", async () => {
  const ears = listener();
  const { sandbox, pool } = setting({ deliver: ears.deliver });
  const other = sandbox.createOrganization({ name: "Other", slug: "other" });
  listenTo(sandbox, other.id);
  expect(sandbox.webhooks.endpoints()).toMatchObject([{ enabled: true, events: null }]);
  sandbox.assignSeat({ ...pool, email: ada });
  expect(await sandbox.webhooks.flush()).toBe(0);
  const { organizationId } = sandbox.createProduct({ organizationId: other.id, name: "Maps", recurring: true });
  sandbox.webhooks.updateEndpoint(sandbox.webhooks.endpoints()[0]?.id ?? "", { events: ["customer.created"] });
  sandbox.createCustomer({ organizationId, email: ada });
  await sandbox.webhooks.flush();
  expect(ears.types()).toEqual(["product.created", "customer.created"]);
});

test("sends what a test makes up, of a type that nobody knows too", async () => {
  const ears = listener();
  const { sandbox, organization } = setting({ deliver: ears.deliver });
  listenTo(sandbox, organization.id);
  sandbox.emit("seat_pool.merged", { id: "7" });
  sandbox.createOrganization({ name: "Other", slug: "other" });
  expect(() => sandbox.emit("seat_pool.merged", {})).toThrow("Say which organization");
  sandbox.emit("seat_pool.split", { id: "8" }, { organizationId: organization.id });
  await sandbox.webhooks.flush();
  expect(ears.heard.map(({ type, data }) => [type, data["id"]])).toEqual([
    ["seat_pool.merged", "7"],
    ["seat_pool.split", "8"],
  ]);
});
