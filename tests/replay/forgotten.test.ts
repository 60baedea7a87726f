// Whoever was forgotten is shown by Polar as before: each pass sees that person again, and nothing of it may pile up.

import { expect, test } from "vitest";
import { smallWorld } from "./setting.ts";

test("passes that see a forgotten person keep no row for each time they do", async () => {
  const { sandbox, ledger, replay, subscriptionId, organizationId } = await smallWorld();
  const email = "ada@acme.example";
  sandbox.assignSeat({ subscriptionId, email });
  await replay();
  await ledger.forgetPerson({ organizationId, email });
  await replay();
  const kept = async () => (await ledger.inbox.list({ limit: 1_000 })).observations;
  const before = (await kept()).length;
  for (let passes = 0; passes < 3; passes += 1) expect(await replay()).toMatchObject({ appended: 0, complete: true });
  expect((await kept()).length).toBe(before);
  expect(JSON.stringify(await kept())).not.toContain(email);
});
