// What a caller is answered is his own: whatever he does with it, the ledger goes on with what is so.

import { describe, expect, test } from "vitest";
import { setting } from "./setting.ts";

/** Changes every date and every object that somebody was answered. */
function spoil(answer: object): void {
  for (const value of Object.values(answer)) {
    if (value instanceof Date) value.setTime(0);
    else if (typeof value === "object" && value !== null) spoil(value);
  }
  Object.assign(answer, { spoiled: true });
}

describe("an answer that its caller changes", () => {
  test("changes nothing for the commands that come after it", async () => {
    const { ledger, clock, subscriptionId } = await setting();
    const person = { email: "a@acme.example", metadata: { desk: { floor: 3 } } };
    const assigned = await ledger.assignSeat({ subscriptionId, ...person });
    const { seatId, token } = { seatId: assigned.seat.id, token: assigned.invitation?.token ?? "" };
    const { createdAt, invitationTokenExpiresAt } = await ledger.getSeat({ seatId });
    spoil(assigned);
    clock.advance({ minutes: 1 });
    const claimed = await ledger.claimSeat({ invitationToken: token });
    const facts = { createdAt, invitationTokenExpiresAt, seatMetadata: person.metadata };
    expect(claimed.seat).toMatchObject(facts);
    expect(claimed.seat.seatMetadata).toEqual(person.metadata);
    spoil(claimed);
    const revoked = await ledger.revokeSeat({ seatId });
    expect(revoked).toMatchObject({ ...facts, claimedAt: clock.now() });
    expect(await ledger.verify()).toMatchObject({ ok: true });
  });

  test("changes nothing of a pool", async () => {
    const { ledger, subscriptionId } = await setting();
    const { product, openedAt } = await ledger.getPool({ subscriptionId });
    spoil(await ledger.resizePool({ subscriptionId, seats: 5 }));
    const resized = await ledger.resizePool({ subscriptionId, seats: 6 });
    expect(resized).toMatchObject({ product, openedAt });
    expect(resized.product).toEqual(product);
    expect(await ledger.verify()).toMatchObject({ ok: true });
  });
});
