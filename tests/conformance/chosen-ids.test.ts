// Ids that callers choose: what another organization has is answered as what can't be had for any other reason, byte for byte,
// and what is unique within an organization alone is nobody else's.

import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Asked, ask as send } from "./ask.ts";
import { openShop, type Shop, tokens } from "./shop.ts";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(() => shop[Symbol.asyncDispose]());

const ask = (path: string, body: object, given?: Asked) => send(shop, "POST", path, { body, ...given });

/** The answers to one request with each of the ids, without the ids. */
async function answersTo(ids: readonly string[], asking: (id: string) => Promise<{ status: number; json: unknown }>) {
  const answers = new Set<string>();
  for (const id of ids) {
    const { status, json } = await asking(id);
    answers.add(JSON.stringify([status, json]).replaceAll(id, "the id"));
  }
  return [...answers];
}

async function memberOf(customerId: string, email: string): Promise<string> {
  return (await shop.ledger.registerMember({ customerId, email })).id;
}

describe("an id that another organization has is answered as any that is taken", () => {
  it("of a customer", async () => {
    const { acme, other } = shop;
    const ids = [other.customerId, other.subscriptionId, other.orderId, acme.subscriptionId, acme.orderId];
    const answers = await answersTo(ids, (id) => ask("/v1/ledger/customers", { id, email: "new@acme.example" }));
    expect(answers).toEqual([expect.stringMatching(/^\[409,.*IdentityConflict/)]);
  });

  it("of a member", async () => {
    const { acme, other } = shop;
    const second = await shop.ledger.registerCustomer({
      organizationId: acme.organizationId,
      email: "b2@acme.example",
    });
    const ids = [await memberOf(other.customerId, "m@other.example"), await memberOf(second.id, "m@acme.example")];
    const path = `/v1/ledger/customers/${acme.customerId}/members`;
    const answers = await answersTo(ids, (id) => ask(path, { id, email: "new@acme.example" }));
    expect(answers).toEqual([expect.stringMatching(/^\[409,.*IdentityConflict/)]);
  });

  it.each(["subscription_id", "order_id"])("of a pool, as its %s", async (source) => {
    const { acme, other } = shop;
    const ids = [
      ...[other.subscriptionId, other.orderId, other.customerId],
      ...[acme.subscriptionId, acme.orderId, acme.customerId],
    ];
    const facts = { customer_id: acme.customerId, product: { id: "p", name: "Plan" }, seats: 99 };
    const answers = await answersTo(ids, (id) => ask("/v1/ledger/pools", { [source]: id, ...facts }));
    expect(answers).toEqual([expect.stringMatching(/^\[409,.*PoolExists/)]);
  });
});

describe("an id that another organization has is answered as one that nobody has", () => {
  it("where something that exists is named", async () => {
    const { acme, other } = shop;
    const theirs = await memberOf(other.customerId, "m@other.example");
    const facts = { subscription_id: randomUUID(), product: { id: "p", name: "Plan" }, seats: 1 };
    const seat = { subscription_id: acme.subscriptionId };
    const each = [
      await answersTo([other.customerId, randomUUID()], (id) => ask("/v1/ledger/pools", { ...facts, customer_id: id })),
      await answersTo([other.customerId, randomUUID()], (id) =>
        ask(`/v1/ledger/customers/${id}/members`, { email: "x@acme.example" }),
      ),
      await answersTo([theirs, randomUUID()], (id) => ask("/v1/customer-seats", { ...seat, member_id: id })),
      await answersTo([other.customerId, randomUUID()], (id) =>
        ask("/v1/customer-seats", { ...seat, customer_id: id }),
      ),
      await answersTo([other.subscriptionId, randomUUID()], (id) =>
        ask("/v1/customer-seats", { subscription_id: id, email: "x@acme.example" }),
      ),
    ];
    for (const answers of each) expect(answers).toHaveLength(1);
  });
});

it("external ids, e-mails and idempotency keys are each organization's own", async () => {
  const headers = { "Idempotency-Key": "once" };
  const body = { email: "same@shared.example", external_id: "42" };
  const [theirs, ours] = [
    await ask("/v1/ledger/customers", body, { headers, token: tokens.other }),
    await ask("/v1/ledger/customers", body, { headers }),
  ];
  expect([theirs.status, ours.status]).toEqual([200, 200]);
  expect(ours.json.id).not.toBe(theirs.json.id);
  // With other facts the key would be a conflict, were it one.
  const other = await ask("/v1/ledger/customers", { email: "else@shared.example" }, { headers, token: tokens.other });
  expect([other.status, other.json.code]).toEqual([409, "IdempotencyConflict"]);
});
