// An organization that switches to the member model: before, a seat's customer is its holder; after, it is the buyer.

import { expect, test } from "vitest";
import { listener, listenTo } from "../testing/listener.ts";
import { setting } from "../testing/setting.ts";

function before(membersForHolders: boolean) {
  const ears = listener();
  const stage = setting({ memberModel: false, membersForHolders, deliver: ears.deliver });
  const { sandbox, organization, pool, buyer } = stage;
  const ada = sandbox.assignSeat({ ...pool, email: "ada@acme.example", immediateClaim: true });
  const own = sandbox.assignSeat({ ...pool, customerId: buyer.id });
  const gone = sandbox.assignSeat({ ...pool, email: "gone@acme.example" });
  sandbox.revokeSeat({ seatId: gone.id });
  listenTo(sandbox, organization.id);
  stage.pass(60_000);
  const switchOn = async () => {
    sandbox.setMemberModel(organization.id, true);
    await sandbox.webhooks.flush();
    return ears.types();
  };
  const seat = (id: string) => sandbox.listSeats(pool).seats.find((one) => one.id === id);
  return { ...stage, ears, ada, own, gone, switchOn, seat };
}

test("an older seat has a customer, and neither a member nor an e-mail", () => {
  const { ada, buyer } = before(false);
  expect(ada).toMatchObject({ memberId: null, email: null, customerId: expect.any(String) });
  expect(ada.customerId).not.toBe(buyer.id);
});

test("seats without a member are given to one under the buyer, without a seat event", async () => {
  const { sandbox, ada, own, gone, switchOn, seat, buyer, ears } = before(false);
  expect(await switchOn()).toEqual(["organization.updated", "customer.deleted", "customer.state_changed"]);
  expect(ears.heard[1]?.data).toMatchObject({ id: ada.customerId, email: "ada@acme.example" });
  const moved = seat(ada.id);
  expect(moved).toMatchObject({ customerId: buyer.id, email: "ada@acme.example", status: "claimed" });
  expect(moved?.modifiedAt).toEqual(new Date("2026-11-02T10:01:00Z"));
  expect(seat(own.id)).toMatchObject({ customerId: buyer.id, email: "buyer@acme.example" });
  expect(seat(gone.id)).toMatchObject({ status: "revoked", memberId: null, customerId: null, email: null });
  expect(sandbox.record.slice(-2)).toMatchObject([
    { type: "identity_changed", seatId: ada.id, memberId: moved?.memberId, cause: "member_model_switched" },
    { type: "identity_changed", seatId: own.id },
  ]);
  expect(sandbox.holdings()[0]).toMatchObject({ customerId: buyer.id, to: null, memberId: moved?.memberId });
});

test("seats that have a member already keep their customer", async () => {
  const { ada, switchOn, seat } = before(true);
  expect(await switchOn()).toEqual(["organization.updated"]);
  expect(seat(ada.id)).toEqual(ada);
});

test("what is assigned after the switch is the buyer's, and what was bought keeps its customer from being deleted", async () => {
  const { sandbox, ada, pool, buyer, oneTimeProduct, switchOn } = before(false);
  sandbox.createOrder({ productId: oneTimeProduct.id, customerId: ada.customerId ?? "", seats: 1 });
  await sandbox.webhooks.flush();
  expect(await switchOn()).not.toContain("customer.deleted");
  expect(sandbox.assignSeat({ ...pool, email: "new@acme.example" })).toMatchObject({ customerId: buyer.id });
});
