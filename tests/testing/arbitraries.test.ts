// Random arguments and histories: what a ledger takes, and enough of everything that can happen.

import fc from "fast-check";
import { openLedger } from "seat-ledger";
import { arbitraries, ids, manualClock, type PlayedCommand, playHistory } from "seat-ledger/testing";
import { expect, test } from "vitest";
import { memory } from "../contract/engines/engines.ts";
import { propertyRuns, propertyTimeoutMs } from "../properties/property-runs.ts";

const { assignSeatArgs, history, poolArgs } = arbitraries(fc);
const organizationId = ids.organization();
const customerId = ids.customer();

async function world() {
  const clock = manualClock();
  const ledger = await openLedger({ file: ":memory:", durability: "normal", clock: clock.now });
  await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme" });
  await ledger.registerCustomer({ id: customerId, organizationId, email: "buyer@example.com" });
  return { ledger, clock };
}

test("every pool and every assignment is taken as it is", { timeout: propertyTimeoutMs }, async () => {
  const args = poolArgs({ organizationId, customerId });
  const property = fc.asyncProperty(args, fc.gen(), async (opening, gen) => {
    const { ledger } = await world();
    await using _ = ledger;
    const { seats, subscriptionId, orderId } = await ledger.openPool({ ...opening, seats: 1 });
    expect(seats).toBe(1);
    const { id: memberId } = await ledger.registerMember({ customerId, email: "m@example.com" });
    const pool = { subscriptionId, orderId };
    const assignment = gen(() => assignSeatArgs({ pool, memberIds: [memberId], customerIds: [customerId] }));
    const { seat } = await ledger.assignSeat(assignment);
    expect(seat.seatMetadata).toEqual(assignment.metadata);
  });
  await fc.assert(property, propertyRuns("random arguments", memory));
});

test("a history is played whatever it is answered, and every kind of answer comes up", {
  timeout: propertyTimeoutMs,
}, async () => {
  const seen = new Set<string>();
  const property = fc.asyncProperty(history(), async (commands) => {
    const { ledger, clock } = await world();
    await using _ = ledger;
    const pool = { subscriptionId: ids.pool() };
    await ledger.openPool({ ...pool, organizationId, customerId, product: { id: "team", name: "Team" }, seats: 3 });
    const played = await playHistory(commands, { ledger, pool, clock });
    expect(played.map(({ command }) => command)).toEqual(commands);
    for (const one of played) seen.add(outcomeOf(one));
    const { seats, pending, claimed } = await ledger.getPool(pool);
    expect(pending + claimed).toBeLessThanOrEqual(seats);
  });
  await fc.assert(property, propertyRuns("random histories", memory));
  const refusals = [
    "SeatNotAvailable",
    "SeatAlreadyAssigned",
    "PoolNotActive",
    "SeatNotPending",
    "SeatsAlreadyAssigned",
  ];
  const answered = ["assign", "claim", "revoke", "resend", "resize", "close", "reopen", "wait"];
  expect([...seen]).toEqual(expect.arrayContaining([...refusals, ...answered, "InvalidInvitationToken"]));
});

function outcomeOf({ command, refusal }: PlayedCommand): string {
  return refusal?.code ?? command.do;
}
