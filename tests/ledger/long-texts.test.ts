// How long a text may be: counted in characters, as people and Polar count, whatever JavaScript makes of them.

import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { product, refusal, type Setting, setting } from "./setting.ts";

const emoji = (count: number) => "😀".repeat(count);
const handler = () => undefined;

type Call = (setting: Setting, text: string) => Promise<unknown>;

const calls: readonly (readonly [what: string, most: number, call: Call])[] = [
  ["a name", 1_000, ({ ledger, organizationId }, name) => ledger.registerCustomer({ organizationId, name })],
  [
    "an id of somebody else's making",
    1_000,
    ({ ledger, organizationId }, externalId) => ledger.registerCustomer({ organizationId, externalId }),
  ],
  [
    "the name of a product",
    1_000,
    ({ ledger, organizationId, customerId }, name) =>
      ledger.openPool({ orderId: randomUUID(), organizationId, customerId, product: { ...product, name }, seats: 1 }),
  ],
  ["an actor's id", 1_000, (given, id) => resized(given, { actor: { type: "user", id } })],
  ["an idempotency key", 1_000, (given, idempotencyKey) => resized(given, { idempotencyKey })],
  ["a reason", 1_000, (given, reason) => resized(given, { reason })],
  ["the name of a subscription", 200, ({ ledger }, name) => ledger.subscribe({ name, handler })],
];

function resized({ ledger, subscriptionId }: Setting, context: object): Promise<unknown> {
  return ledger.resizePool({ subscriptionId, seats: 2 }, context);
}

test.each(calls)("%s has at most %i characters, of which an emoji is one", async (_, most, call) => {
  const given = await setting();
  expect(await refusal(call(given, emoji(most + 1)))).toBe("InvalidRequest");
  expect(await refusal(call(given, `${emoji(most)}x`))).toBe("InvalidRequest");
  expect(await refusal(call(given, "x".repeat(most + 1)))).toBe("InvalidRequest");
  expect(await refusal(call(given, emoji(most)))).toBe("not refused");
  await given.ledger.close();
});

test("a text of as many emoji as it may have is found, and stands in the log as it was given", async () => {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-long-texts-"));
  const file = join(folder, "seats.db");
  const actor = { type: "user", id: emoji(1_000) } as const;
  const ledger = await openLedger({ file });
  const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
  const { id } = await ledger.registerCustomer({ organizationId, name: emoji(1_000) }, { actor });
  await ledger.close();
  const again = await openLedger({ file });
  const { entries } = await again.history({ actor });
  expect(entries.map(({ event }) => event)).toMatchObject([{ type: "CustomerRegistered", actor }]);
  expect(await again.registerCustomer({ organizationId, id })).toMatchObject({ name: emoji(1_000) });
  expect(await again.verify()).toMatchObject({ ok: true });
  await again.close();
  await rm(folder, { recursive: true });
});
