// What webhooks tell of subscriptions, orders, members and customers, late words included.

import { expect, test } from "vitest";
import { holdersOf, type Sent, setStage } from "./stage.ts";

const ofType = (webhooks: readonly Sent[], type: string) =>
  webhooks.filter(({ body }) => body.includes(`"type":"${type}"`));

test("an older subscription that comes late changes nothing of the present", async () => {
  const { ledger, sandbox, subscribe, held, send, pass } = await setStage();
  const pool = subscribe(3);
  pass(1);
  const [created] = ofType(held(), "subscription.created");
  sandbox.updateSubscriptionSeats(pool.subscriptionId, 5);
  const [five] = ofType(held(), "subscription.updated");
  pass(1);
  sandbox.updateSubscriptionSeats(pool.subscriptionId, 8);
  const [eight] = ofType(held(), "subscription.updated");
  if (!created || !five || !eight) throw new Error("Polar tells each change.");
  await send(created, eight);
  const { version } = await ledger.getPool(pool);
  await send(five);
  expect(await ledger.getPool(pool)).toMatchObject({ seats: 8, version });
});

test("a subscription that is paused, past due, revoked and active again is so in the ledger", async () => {
  const { ledger, sandbox, subscribe, deliver, pass } = await setStage();
  const pool = subscribe(3);
  const { id: seatId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await deliver();
  const states: string[] = [];
  for (const step of ["pauseSubscription", "reactivateSubscription", "endSubscription"] as const) {
    pass(1);
    sandbox[step](pool.subscriptionId);
    await deliver();
    states.push((await ledger.getPool(pool)).status);
  }
  expect(states).toEqual(["closed", "active", "closed"]);
  expect(await ledger.getSeat({ seatId })).toMatchObject({ status: "revoked" });
});

test("what webhooks show late of pools happened when Polar says", async () => {
  const { ledger, sandbox, subscribe, organizationId, customerId, deliver, pass } = await setStage();
  const pool = subscribe(3);
  const productId = sandbox.createProduct({ organizationId, name: "Atlas", recurring: false }).id;
  const { id: orderId } = sandbox.createOrder({ productId, customerId, seats: 2, status: "pending" });
  await deliver();
  const steps = [
    ["PoolResized", () => sandbox.updateSubscriptionSeats(pool.subscriptionId, 5)],
    ["PoolClosed", () => sandbox.pauseSubscription(pool.subscriptionId)],
    ["PoolReopened", () => sandbox.reactivateSubscription(pool.subscriptionId)],
    ["PoolClosed", () => sandbox.endSubscription(pool.subscriptionId)],
    ["PoolActivated", () => sandbox.payOrder(orderId)],
  ] as const;
  const truth = steps.map(([type, happen]) => {
    const at = pass(1);
    happen();
    return [type, at];
  });
  pass(24);
  await deliver();
  const told = [...(await ledger.history(pool)).entries, ...(await ledger.history({ orderId })).entries];
  const changes = told.filter(({ event }) => event.type !== "PoolOpened");
  expect(changes.map(({ event }) => [event.type, event.occurredAt])).toEqual(truth);
});

test("an order is a pool once it is paid, and a refund takes nothing back", async () => {
  const { ledger, sandbox, organizationId, customerId, deliver, pass } = await setStage();
  const productId = sandbox.createProduct({ organizationId, name: "Atlas", recurring: false }).id;
  const { id: orderId } = sandbox.createOrder({ productId, customerId, seats: 2, status: "pending" });
  await deliver();
  expect(await ledger.getPool({ orderId })).toMatchObject({ status: "unpaid" });
  pass(1);
  sandbox.payOrder(orderId);
  sandbox.assignSeat({ orderId, email: "ada@acme.example" });
  await deliver();
  pass(1);
  sandbox.refundOrder(orderId);
  await deliver();
  expect(await ledger.getPool({ orderId })).toMatchObject({ status: "active", pending: 1 });
});

test("a late older word of a member changes nothing", async () => {
  const { ledger, sandbox, subscribe, held, send, pass } = await setStage();
  const pool = subscribe();
  const { memberId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  const before = held();
  pass(1);
  sandbox.changeMemberEmail(memberId ?? "", "ada.l@acme.example");
  const [changed] = ofType(held(), "member.updated");
  pass(1);
  sandbox.changeMemberEmail(memberId ?? "", "lovelace@acme.example");
  const [again] = ofType(held(), "member.updated");
  if (!changed || !again) throw new Error("Polar tells each change.");
  const changes = async () => {
    const { entries } = await ledger.history({ memberId: memberId ?? "", types: ["MemberChanged"] });
    return entries.map(({ event }) => event.originId);
  };
  await send(...before, again);
  expect(await changes()).toEqual([again.id]);
  await send(changed);
  expect(await changes()).toEqual([again.id]);
});

test("a deleted member is removed and takes the seat along by the seat's own webhook", async () => {
  const { ledger, sandbox, subscribe, deliver, pass } = await setStage();
  const pool = subscribe();
  const { id: seatId, memberId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await deliver();
  const at = pass(1);
  sandbox.deleteMember(memberId ?? "");
  await deliver();
  expect(await ledger.getSeat({ seatId })).toMatchObject({ status: "revoked", revokedAt: at });
  expect((await holdersOf(ledger, seatId))[0]).toMatchObject({ email: "ada@acme.example", until: at, inferred: false });
});

test("a customer's change and deletion are recorded, in whatever order they come", async () => {
  const { ledger, sandbox, organizationId, held, send, pass } = await setStage();
  const { id } = sandbox.createCustomer({ organizationId, email: "eve@acme.example", name: "Eve" });
  const created = held();
  pass(1);
  sandbox.updateCustomer(id, { name: "Eve Moore" });
  const changed = held();
  pass(1);
  sandbox.deleteCustomer(id);
  await send(...created, ...held(), ...changed);
  const { entries } = await ledger.history({ customerId: id });
  const types = entries.map(({ event }) => event.type).filter((type) => type.startsWith("Customer"));
  expect(types).toEqual(["CustomerRegistered", "CustomerRemoved"]);
});

test("a pool that the ledger itself decides about is none of Polar's: its webhook is kept and told as unread", async () => {
  const { ledger, sandbox, subscribe, deliver, organizationId, customerId } = await setStage();
  const pool = subscribe();
  await ledger.registerCustomer({ id: customerId, organizationId, email: "buyer@acme.example" });
  await ledger.openPool({ ...pool, organizationId, customerId, product: { id: "maps", name: "Maps" }, seats: 3 });
  sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await deliver();
  expect(await ledger.getPool(pool)).toMatchObject({ authority: "ledger", pending: 0 });
  const { observations } = await ledger.inbox.list({ state: "unread" });
  expect(observations.map(({ type, problem }) => [type, problem])).toContainEqual([
    "customer_seat.assigned",
    "The ledger refused it: PoolExists.",
  ]);
});
