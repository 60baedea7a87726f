// revokeSeat: takes a seat back.

import { given, ids, poolOpened, rejected, seatAssigned, seatGranted, seatRevoked } from "seat-ledger/testing";
import { test } from "vitest";

test("takes back a seat that is pending, and one that is claimed", async () => {
  await given(seatAssigned())
    .when((ledger, { seatId }) => ledger.revokeSeat({ seatId: seatId() }))
    .then(seatRevoked({ seat: "s1", was: "pending" }));
  await given(seatGranted())
    .when((ledger, { seatId }) => ledger.revokeSeat({ seatId: seatId() }))
    .then(seatRevoked({ seat: "s1", was: "claimed" }));
});

test("leaves a revoked seat as it is", async () => {
  await given(seatAssigned(), seatRevoked())
    .when((ledger, { seatId }) => ledger.revokeSeat({ seatId: seatId() }))
    .thenNothing();
});

test("keeps who did it, and why", async () => {
  const context = { actor: { type: "user", id: "u-1" }, reason: "left the team" } as const;
  await given(seatAssigned())
    .when((ledger, { seatId }) => ledger.revokeSeat({ seatId: seatId() }, context))
    .then(seatRevoked(context));
});

test("refuses a seat that nobody ever held", async () => {
  await given(poolOpened())
    .when((ledger, { seatId }) => ledger.revokeSeat({ seatId: seatId() }))
    .then(rejected("SeatNotFound", { seatId: ids.seat() }));
});
