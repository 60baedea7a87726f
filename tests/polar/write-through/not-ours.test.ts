// What looks like a write that was cut off and is somebody else's doing at Polar: it is recorded as theirs.

import { expect, test } from "vitest";
import { actor, ada, begun } from "./cut-off-stage.ts";
import { stepsOf, waitingIntents } from "./stage.ts";

/** A call that never reached Polar, whose process ended. */
async function lostCall(args: object = {}) {
  const stage = await begun();
  const { ledger, seats, pool, network } = stage;
  network(() => Promise.reject(new TypeError("fetch failed")));
  await expect(seats.assignSeat({ ...pool, ...ada, ...args }, { actor })).rejects.toMatchObject({
    code: "PolarUnavailable",
  });
  network((_, answer) => answer());
  expect(await waitingIntents(ledger)).toEqual(["assignSeat"]);
  return stage;
}

const theirs = [{ type: "SeatAssigned", origin: "listing", actor: { type: "polar" } }];

test.each([
  ["other metadata", { metadata: { desk: "4" } }, { metadata: { desk: "7" } }],
  ["no metadata", { metadata: { desk: "4" } }, {}],
  ["metadata that was not asked for", {}, { metadata: { desk: "7" } }],
])("a seat that was given to the same person with %s", async (_, asked, given) => {
  const { sandbox, ledger, pool, clock, replay } = await lostCall(asked);
  clock.advance({ minutes: 1 });
  const { id } = sandbox.assignSeat({ ...pool, ...ada, ...given });
  await replay();
  expect(await stepsOf(ledger, id)).toMatchObject(theirs);
  expect(await waitingIntents(ledger)).toEqual(["assignSeat"]);
});

test("a seat that was given to the same person when no write could be under way any more", async () => {
  const { sandbox, ledger, pool, clock, replay } = await lostCall();
  clock.advance({ hours: 1, minutes: 1 });
  const { id } = sandbox.assignSeat({ ...pool, ...ada });
  await replay();
  expect(await stepsOf(ledger, id)).toMatchObject(theirs);
});

test("one that was given with the very metadata that was asked for is ours", async () => {
  const { sandbox, ledger, pool, clock, replay } = await lostCall({ metadata: { desk: "4", floor: 2 } });
  clock.advance({ minutes: 1 });
  const { id } = sandbox.assignSeat({ ...pool, ...ada, metadata: { floor: 2, desk: "4" } });
  await replay();
  expect(await stepsOf(ledger, id)).toMatchObject([{ type: "SeatAssigned", origin: "write-through", actor }]);
  expect(await waitingIntents(ledger)).toEqual([]);
});
