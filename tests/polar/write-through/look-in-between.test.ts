// A listing that was asked for before the seat of a write changed again, while that write waits for Polar's answer: the
// listing is old, and undoes nothing.

import { createPolarWebhookHandler } from "@seat-ledger/polar";
import { expect, test } from "vitest";
import { requestOf, secret } from "../webhooks/stage.ts";
import { setStage, stepsOf } from "./stage.ts";

test("a claim that was heard of while the pool was listed stays, also of a seat that is being given here", async () => {
  const stage = await setStage({ now: new Date() });
  const { sandbox, ledger, seats, pool, clock, network, organizationId } = stage;
  sandbox.webhooks.createEndpoint({ organizationId, url: "https://ledger.example/webhooks/polar", secret });
  const handle = createPolarWebhookHandler({ ledger, secrets: [secret], clock: clock.now });
  const deliver = async () => {
    for (const { id, payload } of sandbox.webhooks.events()) {
      await handle(requestOf({ id, body: payload }, { at: clock.now() }));
    }
    await handle.idle();
  };
  const claim = async () => {
    const [row] = sandbox.listSeats(pool).seats;
    clock.advance({ seconds: 1 });
    sandbox.claimSeat({ invitationToken: sandbox.invitationTokenOf(row?.id ?? "") ?? "" });
    await deliver();
  };
  let listings = 0;
  network(async (request, answer) => {
    const answered = await answer();
    if (request.method === "POST") {
      await deliver();
      await seats.listSeats(pool);
    } else {
      listings += 1;
      if (listings === 1) await claim();
    }
    return answered;
  });
  const { seat } = await seats.assignSeat({ ...pool, email: "ada@acme.example" });
  const steps = (await stepsOf(ledger, seat.id)).map(({ type }) => type);
  expect(steps).toEqual(["SeatAssigned", "SeatClaimed"]);
  expect(listings).toBe(2);
});
