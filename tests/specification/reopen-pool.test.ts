// reopenPool: the subscription came back.

import { given, poolClosed, poolOpened, poolReopened, rejected } from "seat-ledger/testing";
import { test } from "vitest";

test("makes a closed pool active again, and gives nobody a seat back", async () => {
  await given(poolOpened(), poolClosed())
    .when((ledger, { pool }) => ledger.reopenPool(pool))
    .then(poolReopened());
});

test("changes nothing where the pool is active", async () => {
  await given(poolOpened())
    .when((ledger, { pool }) => ledger.reopenPool(pool))
    .thenNothing();
});

test("is no way around a payment", async () => {
  await given(poolOpened({ status: "unpaid" }))
    .when((ledger, { pool }) => ledger.reopenPool(pool))
    .then(rejected("PoolNotActive", { status: "unpaid" }));
});
