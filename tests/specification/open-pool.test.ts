// openPool: a subscription with seats was started, or an order of seats was made.

import {
  customerRegistered,
  given,
  ids,
  organizationRegistered,
  poolOpened,
  poolResized,
  rejected,
} from "seat-ledger/testing";
import { test } from "vitest";

const organizationId = ids.organization();
const customerId = ids.customer();
const product = { id: "team", name: "Team" };
const team = { subscriptionId: ids.pool(), organizationId, customerId, product, seats: 5 };

test("opens a pool of seats", async () => {
  await given(customerRegistered())
    .when((ledger) => ledger.openPool(team))
    .then(poolOpened({ pool: "team", customer: "buyer", seats: 5, status: "active", authority: "ledger" }));
});

test("changes nothing where the same pool was opened with the same facts, whatever became of it", async () => {
  await given(poolOpened({ seats: 5, product }), poolResized({ seats: 9 }))
    .when((ledger) => ledger.openPool(team))
    .thenNothing();
});

test("refuses other facts about a pool that is open", async () => {
  await given(poolOpened({ seats: 2, product }))
    .when((ledger) => ledger.openPool(team))
    .then(rejected("PoolExists", { differing: ["seats"] }));
});

test("refuses an unknown organization before an unknown customer", async () => {
  await given()
    .when((ledger) => ledger.openPool(team))
    .then(rejected("OrganizationNotFound", { organizationId }));
  await given(organizationRegistered())
    .when((ledger) => ledger.openPool(team))
    .then(rejected("CustomerNotFound", { customerId }));
});

test("refuses a subscription that is unpaid: only an order waits for its payment", async () => {
  await given(customerRegistered())
    .when((ledger) => ledger.openPool({ ...team, status: "unpaid" }))
    .then(rejected("InvalidRequest"));
});
