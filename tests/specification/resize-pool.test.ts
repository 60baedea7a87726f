// resizePool: more seats were bought, or fewer.

import {
  given,
  invitationLapsed,
  poolOpened,
  poolResized,
  rejected,
  seatAssigned,
  seatRevoked,
  timePassed,
} from "seat-ledger/testing";
import { test } from "vitest";

test("changes how many seats were bought", async () => {
  await given(poolOpened({ seats: 2 }))
    .when((ledger, { pool }) => ledger.resizePool({ ...pool, seats: 5 }))
    .then(poolResized({ seats: 5, previous: 2 }));
});

test("changes nothing where as many were bought already", async () => {
  await given(poolOpened({ seats: 2 }))
    .when((ledger, { pool }) => ledger.resizePool({ ...pool, seats: 2 }))
    .thenNothing();
});

test("never goes below the seats that are live, down to as many as are", async () => {
  const twoLive = given(
    seatAssigned({ seat: "s1", email: "ann@example.com" }),
    seatAssigned({ seat: "s2", email: "bob@example.com" }),
    seatAssigned({ seat: "s3", email: "cyd@example.com" }),
    seatRevoked({ seat: "s3" }),
  );
  await twoLive
    .when((ledger, { pool }) => ledger.resizePool({ ...pool, seats: 1 }))
    .then(rejected("SeatsAlreadyAssigned", { requested: 1, live: 2 }));
  await twoLive.when((ledger, { pool }) => ledger.resizePool({ ...pool, seats: 2 })).then(poolResized({ seats: 2 }));
});

test("frees a lapsed seat first where the ledger is told to", async () => {
  await given(seatAssigned(), timePassed({ hours: 25 }))
    .openedWith({ lapsedInvitations: "release" })
    .when((ledger, { pool }) => ledger.resizePool({ ...pool, seats: 0 }))
    .then(invitationLapsed({ seat: "s1" }), poolResized({ seats: 0 }));
});
