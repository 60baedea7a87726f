// A pool of the ledger never has more live seats than were bought, whatever is asked of it in whatever order.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { engines } from "../contract/engines/engines.ts";
import { everyHistory } from "./histories.ts";
import { propertyRuns, propertyTimeoutMs } from "./property-runs.ts";
import type { Law } from "./world.ts";

const liveSeatsStayWithinBought: Law = async ({ model, world }) => {
  for (const { ref, bought } of model.pools) {
    const { seats, totalSeats, availableSeats } = await world.ledger.listSeats(ref);
    const live = seats.filter(({ status }) => status !== "revoked").length;
    expect(totalSeats).toBe(bought);
    expect(live).toBeLessThanOrEqual(bought);
    expect(availableSeats).toBe(bought - live);
    expect((await world.ledger.getPool(ref)).overused).toBe(0);
  }
};

describe.each(engines)("$name", (engine) => {
  test("live seats never exceed the seats bought", { timeout: propertyTimeoutMs }, async () => {
    const property = everyHistory(engine, () => liveSeatsStayWithinBought);
    await fc.assert(property, propertyRuns("live seats within bought", engine));
  });
});
