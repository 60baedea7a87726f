// resendInvitation: a new token with a new expiry.

import {
  given,
  invitationResent,
  rejected,
  seatAssigned,
  seatGranted,
  seatRevoked,
  timePassed,
} from "seat-ledger/testing";
import { test } from "vitest";

test("sends a new invitation, which counts from now", async () => {
  const expiresAt = new Date("2026-03-04T18:00:00.000Z");
  await given(seatAssigned(), timePassed({ hours: 30 }))
    .when((ledger, { seatId }) => ledger.resendInvitation({ seatId: seatId() }))
    .then(invitationResent({ seat: "s1", expiresAt }));
});

test("refuses a seat that is claimed, and one that is revoked", async () => {
  await given(seatGranted())
    .when((ledger, { seatId }) => ledger.resendInvitation({ seatId: seatId() }))
    .then(rejected("SeatNotPending", { status: "claimed" }));
  await given(seatAssigned(), seatRevoked())
    .when((ledger, { seatId }) => ledger.resendInvitation({ seatId: seatId() }))
    .then(rejected("SeatNotPending", { status: "revoked" }));
});
