// closePool: the subscription ended, was paused or is unpaid.

import { given, poolClosed, poolOpened, rejected, seatAssigned, seatGranted, seatRevoked } from "seat-ledger/testing";
import { test } from "vitest";

test("takes back each live seat by an event of its own", async () => {
  await given(
    seatAssigned({ seat: "s1", email: "ann@example.com" }),
    seatGranted({ seat: "s2", email: "bob@example.com" }),
    seatAssigned({ seat: "s3", email: "cyd@example.com" }),
    seatRevoked({ seat: "s3" }),
  )
    .when((ledger, { pool }) => ledger.closePool(pool))
    .then(
      poolClosed(),
      seatRevoked({ seat: "s1", was: "pending", cause: "pool-closed" }),
      seatRevoked({ seat: "s2", was: "claimed", cause: "pool-closed" }),
    );
});

test("changes nothing where the pool is closed", async () => {
  await given(poolClosed())
    .when((ledger, { pool }) => ledger.closePool(pool))
    .thenNothing();
});

test("refuses an order that was never paid", async () => {
  await given(poolOpened({ status: "unpaid" }))
    .when((ledger, { pool }) => ledger.closePool(pool))
    .then(rejected("PoolNotActive", { status: "unpaid" }));
});

test("refuses a pool that changed since it was looked at", async () => {
  await given(poolOpened(), seatAssigned())
    .when((ledger, { pool }) => ledger.closePool(pool, { expectedVersion: 1 }))
    .then(rejected("VersionConflict", { expected: 1, found: 2 }));
});
