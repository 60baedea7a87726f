// What was asked can be counted: in all, by minute, by route, by answer.

import { expect, test } from "vitest";
import { ask, setting } from "../../testing/setting.ts";

test("counts requests by route, minute and answer, and shows no id and no token", async () => {
  const { sandbox, subscription, pool, pass } = setting();
  const seat = sandbox.assignSeat({ ...pool, email: "ada@acme.example" });
  await ask(sandbox, `/v1/subscriptions/${subscription.id}`);
  await ask(sandbox, `/v1/customer-seats?subscription_id=${subscription.id}`);
  pass(60_000);
  await ask(sandbox, "/v1/subscriptions/");
  await ask(sandbox, `/v1/customer-seats/claim/${sandbox.invitationTokenOf(seat.id)}`);
  await ask(sandbox, "/v1/customers/external/b-1");
  await ask(sandbox, "/v1/orders/not-an-id");
  sandbox.faults.set({ droppedRequest: 1 });
  await expect(ask(sandbox, "/v1/subscriptions")).rejects.toThrow("fetch failed");
  expect(sandbox.traffic()).toMatchObject({
    requests: 7,
    byStatus: { 200: 5, 422: 1, dropped: 1 },
    byMinute: { "2026-11-02T10:00Z": 2, "2026-11-02T10:01Z": 5 },
    byRoute: {
      "GET /v1/subscriptions/{id}": 1,
      "GET /v1/customer-seats": 1,
      "GET /v1/subscriptions": 2,
      "GET /v1/customer-seats/claim/{token}": 1,
      "GET /v1/customers/external/{id}": 1,
      "GET /v1/orders/not-an-id": 1,
    },
  });
  expect(sandbox.traffic().log[0]).toEqual({
    at: new Date("2026-11-02T10:00:00Z"),
    route: "GET /v1/subscriptions/{id}",
    status: 200,
  });
  expect(sandbox.requests()).toBe(6);
  sandbox.forgetTraffic();
  expect(sandbox.traffic()).toEqual({ requests: 0, byStatus: {}, byMinute: {}, byRoute: {}, log: [] });
});
