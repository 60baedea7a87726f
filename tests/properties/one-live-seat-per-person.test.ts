// Nobody holds two live seats of one pool, however the e-mail is written and however often it changes.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { engines } from "../contract/engines/engines.ts";
import { everyHistory } from "./histories.ts";
import { liveSeats } from "./model.ts";
import { propertyRuns, propertyTimeoutMs } from "./property-runs.ts";
import type { Law } from "./world.ts";

const nobodyHoldsTwoSeats: Law = async ({ model, world }) => {
  for (const modelled of model.pools) {
    const { seats } = await world.ledger.listSeats(modelled.ref);
    const live = seats.filter(({ status }) => status !== "revoked");
    const emails = live.map(({ email }) => email?.toLowerCase());
    const persons = live.map(({ personId }) => personId);
    expect(new Set(emails).size, `${emails}`).toBe(live.length);
    expect(new Set(persons).size, `${persons}`).toBe(live.length);
    // Who holds them is what the model says, each by the e-mail that person has now.
    const holders = liveSeats(modelled).map(({ id, holder }) => ({ id, email: holder?.email }));
    expect(live.map(({ id, email }) => ({ id, email }))).toEqual(holders);
  }
};

describe.each(engines)("$name", (engine) => {
  test("a person has one live seat in a pool, e-mails compared without case", {
    timeout: propertyTimeoutMs,
  }, async () => {
    await fc.assert(
      everyHistory(engine, () => nobodyHoldsTwoSeats),
      propertyRuns("one live seat per person", engine),
    );
  });
});
