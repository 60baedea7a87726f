// forgetPerson: who may be named how, whom it does not find, and that it happens once.

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { eventCount, refusal, setting } from "./setting.ts";

const ada = "ada@acme.example";

test("unknown people, unknown organizations and those of others are not found", async () => {
  const { ledger, organizationId, customerId } = await setting();
  const { id: otherId } = await ledger.registerOrganization({ name: "Other", slug: "other" });
  const fenced = ledger.forOrganization(otherId);
  expect(await refusal(ledger.forgetPerson({ personId: randomUUID() }))).toBe("MemberNotFound");
  expect(await refusal(fenced.forgetPerson({ personId: customerId }))).toBe("MemberNotFound");
  expect(await refusal(ledger.forgetPerson({ organizationId: randomUUID(), email: ada }))).toBe("OrganizationNotFound");
  expect(await refusal(fenced.forgetPerson({ organizationId, email: ada }))).toBe("OrganizationNotFound");
  await ledger.forgetPerson({ personId: customerId });
  expect(await refusal(fenced.forgetPerson({ personId: customerId }))).toBe("MemberNotFound");
});

test("a person is named in exactly one of two ways", async () => {
  const { ledger, organizationId, customerId: personId } = await setting();
  const wrong = [{}, { email: ada }, { organizationId }, { personId, email: ada }, { personId, organizationId }];
  for (const args of [...wrong, { personId, surprise: 1 }]) {
    expect(await refusal(ledger.forgetPerson(args as { personId: string }))).toBe("InvalidRequest");
  }
  expect(await refusal(ledger.forgetPerson({ personId }, { expectedVersion: 1 }))).toBe("InvalidRequest");
});

test("forgetting is repeated by its idempotency key", async () => {
  const { ledger, organizationId, subscriptionId } = await setting();
  const forget = () => ledger.forgetPerson({ organizationId, email: ada }, { idempotencyKey: "k" });
  await ledger.assignSeat({ subscriptionId, email: ada });
  await forget();
  await ledger.assignSeat({ subscriptionId, email: ada });
  const before = await eventCount(ledger);
  await forget();
  expect(await eventCount(ledger)).toBe(before);
});

test("an answer that is given again does not say who was forgotten", async () => {
  const { ledger, subscriptionId } = await setting();
  const assign = () => ledger.assignSeat({ subscriptionId, email: ada }, { idempotencyKey: "k" });
  const first = await assign();
  await ledger.forgetPerson({ personId: first.seat.personId ?? "" });
  const again = await assign();
  expect(again.seat).toMatchObject({ id: first.seat.id, status: "pending", email: null, seatMetadata: {} });
  expect(JSON.stringify(again)).not.toContain(ada);
});

test("two requests at once forget a person once", async () => {
  const { ledger, organizationId, subscriptionId } = await setting();
  await ledger.assignSeat({ subscriptionId, email: ada });
  const before = await eventCount(ledger);
  await Promise.all([1, 2].map(() => ledger.forgetPerson({ organizationId, email: ada })));
  expect(await eventCount(ledger)).toBe(before + 3);
});
