// claimSeat: takes up an invitation, once.

import {
  given,
  invitationResent,
  organizationRegistered,
  rejected,
  seatAssigned,
  seatClaimed,
  seatRevoked,
  timePassed,
} from "seat-ledger/testing";
import { test } from "vitest";

test("takes up an invitation in its time", async () => {
  await given(seatAssigned(), timePassed({ hours: 24 }))
    .when((ledger, { token }) => ledger.claimSeat({ invitationToken: token() }))
    .then(seatClaimed({ seat: "s1" }));
});

test("refuses a token that was used", async () => {
  await given(seatAssigned(), seatClaimed())
    .when((ledger, { token }) => ledger.claimSeat({ invitationToken: token() }))
    .then(rejected("InvalidInvitationToken"));
});

test("refuses a token of a revoked seat", async () => {
  await given(seatAssigned(), seatRevoked())
    .when((ledger, { token }) => ledger.claimSeat({ invitationToken: token() }))
    .then(rejected("InvalidInvitationToken"));
});

test("refuses a token whose time has passed", async () => {
  await given(seatAssigned(), timePassed({ hours: 24, milliseconds: 1 }))
    .when((ledger, { token }) => ledger.claimSeat({ invitationToken: token() }))
    .then(rejected("InvalidInvitationToken"));
});

test("refuses a token that a later one replaced, and takes the later one", async () => {
  const resent = given(seatAssigned(), invitationResent());
  await resent
    .when((ledger, { tokens }) => ledger.claimSeat({ invitationToken: tokens()[0] ?? "" }))
    .then(rejected("InvalidInvitationToken"));
  await resent.when((ledger, { token }) => ledger.claimSeat({ invitationToken: token() })).then(seatClaimed());
});

test("refuses a token that was never ours", async () => {
  await given(seatAssigned())
    .when((ledger) => ledger.claimSeat({ invitationToken: "nonsense" }))
    .then(rejected("InvalidInvitationToken"));
});

test("refuses where the organization sells no seats any more", async () => {
  await given(organizationRegistered({ seatsEnabled: false }), seatAssigned())
    .when((ledger, { token }) => ledger.claimSeat({ invitationToken: token() }))
    .then(rejected("SeatsNotEnabled"));
});
