// What the sandbox remembers and Polar forgets: who held which seat from when to when, and what was bought when.

import { expect, test } from "vitest";
import { setting } from "../../testing/setting.ts";

const minute = 60_000;
const at = (minutes: number) => new Date(Date.parse("2026-11-02T10:00:00Z") + minutes * minute);

test("a seat that served two people has two holdings, each with its own span", () => {
  const { sandbox, pool, buyer, pass } = setting();
  const { id, memberId } = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  pass(minute);
  sandbox.claimSeat({ invitationToken: sandbox.invitationTokenOf(id) ?? "" });
  sandbox.changeMemberEmail(memberId ?? "", "countess@acme.example");
  pass(minute);
  sandbox.deleteMember(memberId ?? "");
  pass(minute);
  sandbox.assignSeat({ ...pool, email: "bob@acme.example", immediateClaim: true });
  const place = { seatId: id, ...pool, orderId: null, customerId: buyer.id };
  expect(sandbox.holdings()).toEqual([
    {
      ...place,
      occupancy: 1,
      memberId,
      email: "countess@acme.example",
      from: at(0),
      claimedAt: at(1),
      immediate: false,
      to: at(2),
      endedBy: "member_deleted",
    },
    {
      ...place,
      occupancy: 2,
      memberId: expect.any(String),
      email: "bob@acme.example",
      from: at(3),
      claimedAt: at(3),
      immediate: true,
      to: null,
      endedBy: null,
    },
  ]);
});

test("purchases note each change of seats or status once, and no invoice", () => {
  const { sandbox, subscription, product, oneTimeProduct, buyer, pass } = setting();
  const { id } = subscription;
  const customerId = buyer.id;
  pass(minute);
  sandbox.updateSubscriptionSeats(id, 8);
  sandbox.scheduleSubscriptionSeats(id, 3);
  pass(minute);
  sandbox.applyScheduledSeats(id, 3);
  sandbox.createOrder({ productId: product.id, customerId, seats: 3, subscriptionId: id });
  const order = sandbox.createOrder({ productId: oneTimeProduct.id, customerId, seats: 2, status: "pending" });
  pass(minute);
  sandbox.payOrder(order.id);
  sandbox.pauseSubscription(id);
  expect(
    sandbox.purchases.map((fact) => [fact.at, fact.subscriptionId ?? fact.orderId, fact.seats, fact.status]),
  ).toEqual([
    [at(0), id, 5, "active"],
    [at(1), id, 8, "active"],
    [at(2), id, 3, "active"],
    [at(2), order.id, 2, "pending"],
    [at(3), order.id, 2, "paid"],
    [at(3), id, 3, "paused"],
  ]);
});
