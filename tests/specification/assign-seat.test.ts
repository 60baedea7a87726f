// assignSeat: gives a free seat to a person. Rules: https://polar.sh/docs/features/seat-based-pricing

import {
  given,
  ids,
  invitationLapsed,
  memberRegistered,
  organizationRegistered,
  poolClosed,
  poolOpened,
  rejected,
  seatAssigned,
  seatGranted,
  seatRevoked,
  timePassed,
} from "seat-ledger/testing";
import { test } from "vitest";

const ann = { email: "ann@example.com" };
const bob = { email: "bob@example.com" };

test("gives a free seat to a person, and registers whoever is new", async () => {
  await given(poolOpened())
    .when((ledger, { pool }) => ledger.assignSeat({ ...pool, ...ann }))
    .then(memberRegistered({ ...ann, member: "ann" }), seatAssigned({ ...ann, member: "ann", occupancy: 1 }));
});

test("claims the seat at once where that is asked for", async () => {
  await given(poolOpened(), memberRegistered(ann))
    .when((ledger, { pool }) => ledger.assignSeat({ ...pool, ...ann, immediateClaim: true }))
    .then(seatGranted(ann));
});

test("never gives away more seats than were bought", async () => {
  await given(poolOpened({ seats: 1 }), seatAssigned(ann))
    .when((ledger, { pool }) => ledger.assignSeat({ ...pool, ...bob }))
    .then(rejected("SeatNotAvailable", { seats: 1, live: 1 }));
});

test("gives one person one seat of a pool, however the e-mail is written", async () => {
  await given(seatAssigned({ seat: "s1", ...ann }))
    .when((ledger, { pool }) => ledger.assignSeat({ ...pool, email: "ANN@example.com" }))
    .then(rejected("SeatAlreadyAssigned", { seatId: ids.seat("s1") }));
});

test("takes a revoked seat again before it makes a new one", async () => {
  await given(seatAssigned({ seat: "s1", ...ann }), seatRevoked({ seat: "s1" }), memberRegistered(bob))
    .when((ledger, { pool }) => ledger.assignSeat({ ...pool, ...bob }))
    .then(seatAssigned({ seat: "s1", occupancy: 2, ...bob }));
});

test("makes a new seat where none is revoked", async () => {
  await given(seatAssigned({ seat: "s1", ...ann }), memberRegistered(bob))
    .when((ledger, { pool }) => ledger.assignSeat({ ...pool, ...bob }))
    .then(seatAssigned({ seat: "s2", occupancy: 1, ...bob }));
});

test("refuses in a pool that is closed, and in an order that is unpaid", async () => {
  await given(poolOpened(), poolClosed())
    .when((ledger, { pool }) => ledger.assignSeat({ ...pool, ...ann }))
    .then(rejected("PoolNotActive", { status: "closed" }));
  await given(poolOpened({ kind: "order", status: "unpaid" }))
    .when((ledger, { pool }) => ledger.assignSeat({ ...pool, ...ann }))
    .then(rejected("PoolNotActive", { status: "unpaid" }));
});

test("refuses where the organization sells no seats, and where Polar decides", async () => {
  await given(organizationRegistered({ seatsEnabled: false }), poolOpened())
    .when((ledger, { pool }) => ledger.assignSeat({ ...pool, ...ann }))
    .then(rejected("SeatsNotEnabled"));
  await given(poolOpened({ authority: "polar" }))
    .when((ledger, { pool }) => ledger.assignSeat({ ...pool, ...ann }))
    .then(rejected("PoolMirrored"));
});

test("frees a lapsed seat first where the ledger is told to, and never by itself", async () => {
  const lapsed = given(poolOpened({ seats: 1 }), seatAssigned(ann), memberRegistered(bob), timePassed({ hours: 25 }));
  await lapsed
    .openedWith({ lapsedInvitations: "release" })
    .when((ledger, { pool }) => ledger.assignSeat({ ...pool, ...bob }))
    .then(invitationLapsed({ seat: "s1" }), seatAssigned({ seat: "s1", ...bob }));
  await lapsed.when((ledger, { pool }) => ledger.assignSeat({ ...pool, ...bob })).then(rejected("SeatNotAvailable"));
});
