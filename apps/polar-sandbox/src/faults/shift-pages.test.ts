// A page that cannot be shifted is answered all the same.

import { expect, test } from "vitest";
import { ask, setting } from "../../testing/setting.ts";

test("nothing new appears where Polar would refuse it", async () => {
  const { sandbox, product, buyer } = setting();
  sandbox.createSubscription({ productId: product.id, customerId: buyer.id, seats: 1 });
  sandbox.deleteCustomer(buyer.id);
  sandbox.faults.set({ shiftedPages: 1 });
  const page = await ask(sandbox, "/v1/subscriptions/?limit=1");
  expect(page).toMatchObject({ status: 200, body: { pagination: { total_count: 2 } } });
  expect([sandbox.faults.struck(), sandbox.purchases.at(-1)?.status]).toEqual([{}, "canceled"]);
});
