// A mailer that never answers: what it is given stands in tests/deliver; here the waiting is short.

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { eventAnswer } from "../answers/event.ts";
import { openLedger } from "../ledger.ts";
import { readAfter } from "../store/log-queries.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { createTokens } from "../tokens/tokens.ts";
import { deliverInvitation, isInvitation } from "./deliver-invitation.ts";

test("a delivery that takes too long has failed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-delivery-"));
  const file = join(folder, "seats.db");
  const secret = randomBytes(32);
  const ledger = await openLedger({ file, secret, durability: "normal" });
  const { id: organizationId } = await ledger.registerOrganization({ name: "Acme", slug: "acme" });
  const { id: customerId } = await ledger.registerCustomer({ organizationId });
  const subscriptionId = crypto.randomUUID();
  const product = { id: "team", name: "Team" };
  await ledger.openPool({ subscriptionId, organizationId, customerId, product, seats: 1 });
  const { invitation } = await ledger.assignSeat({ subscriptionId, email: "ada@example.com" });
  await ledger.close();

  const store = await openSqliteStore({ file, durability: "normal" });
  const setting = { store, tokens: createTokens([secret]), clock: () => new Date() };
  const event = (await store.read(() => readAfter(0, 100))).map(eventAnswer).find(isInvitation);
  const never = vi.fn(() => new Promise<void>(() => undefined));
  const soon = vi.fn(async () => undefined);
  if (!event) throw new Error("nobody was invited");
  await expect(deliverInvitation(setting, never, event, 10)).rejects.toThrow("did not answer in time");
  await expect(deliverInvitation(setting, soon, event, 10_000)).resolves.toBeUndefined();
  for (const deliver of [never, soon]) expect(deliver).toHaveBeenCalledWith(expect.objectContaining({ ...invitation }));
  await store.close();
  await rm(folder, { recursive: true });
});
