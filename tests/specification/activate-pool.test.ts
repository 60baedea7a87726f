// activatePool: an unpaid order was paid.

import { given, poolActivated, poolClosed, poolOpened, rejected } from "seat-ledger/testing";
import { test } from "vitest";

test("makes an unpaid order active, once", async () => {
  const unpaid = poolOpened({ status: "unpaid" });
  await given(unpaid)
    .when((ledger, { pool }) => ledger.activatePool(pool))
    .then(poolActivated());
  await given(unpaid, poolActivated())
    .when((ledger, { pool }) => ledger.activatePool(pool))
    .thenNothing();
});

test("does not bring back what ended", async () => {
  await given(poolOpened(), poolClosed())
    .when((ledger, { pool }) => ledger.activatePool(pool))
    .then(rejected("PoolNotActive", { status: "closed" }));
});
