// A shop for each test of a file, and short ways to ask it. It asserts nothing.

import { afterEach, beforeEach } from "vitest";
import { type Asked, ask as send } from "../ask.ts";
import { openShop, type Shop } from "../shop.ts";

export const seats = "/v1/customer-seats";
export const nobody = "00000000-0000-4000-8000-000000000000";

export function shopForEachTest() {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop[Symbol.asyncDispose]());

  const ask = (method: string, path: string, given?: Asked) => send(shop, method, path, given);
  return {
    get shop() {
      return shop;
    },
    ask,
    assign: (body: unknown, given: Asked = {}) => ask("POST", seats, { ...given, body }),
    async assigned(email = "jane@example.com") {
      const { seat, invitation } = await shop.ledger.assignSeat({ subscriptionId: shop.acme.subscriptionId, email });
      return { seatId: seat.id, token: invitation?.token ?? "" };
    },
  };
}
