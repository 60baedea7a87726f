// The commands about a pool: every refusal, in the order of precedence.

import { product } from "../setting.ts";
import { aboutPools, climb, nobody, usedKey, type World, wrongTime, wrongVersion } from "./ladder.ts";

climb({
  resizePool: aboutPools(
    (ledger, pool, context) => ledger.resizePool({ seats: 0, ...pool }, context),
    "SeatsAlreadyAssigned",
    async ({ subscriptionId, invited }) => {
      await invited();
      return { subscriptionId };
    },
  ),
  activatePool: aboutPools(
    (ledger, pool, context) => ledger.activatePool(pool, context),
    "PoolNotActive",
    async ({ closed }) => closed,
  ),
  closePool: aboutPools(
    (ledger, pool, context) => ledger.closePool(pool, context),
    "PoolNotActive",
    async ({ unpaid }) => unpaid,
  ),
  reopenPool: aboutPools(
    (ledger, pool, context) => ledger.reopenPool(pool, context),
    "PoolNotActive",
    async ({ unpaid }) => unpaid,
  ),
  openPool: [
    [
      "InvalidRequest seats",
      "OrganizationNotFound",
      (world) => world.ledger.openPool({ ...opening(world), organizationId: nobody, seats: -1 }),
    ],
    [
      "OrganizationNotFound",
      "CustomerNotFound",
      (world) => world.ledger.openPool({ ...opening(world), organizationId: nobody, customerId: nobody }),
    ],
    [
      "CustomerNotFound",
      "IdempotencyConflict",
      (world) => world.ledger.openPool({ ...opening(world), customerId: nobody }, usedKey),
    ],
    [
      "IdempotencyConflict",
      "PoolExists",
      (world) => world.ledger.openPool({ ...opening(world), ...world.other }, { idempotencyKey: "of other" }),
    ],
    [
      "PoolExists",
      "VersionConflict",
      (world) => world.ledger.openPool({ ...opening(world), ...world.other }, wrongVersion),
    ],
    [
      "VersionConflict",
      "InvalidRequest occurredAt",
      (world) => world.ledger.openPool(opening(world), { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "PoolExists",
      (world) => world.ledger.openPool({ ...opening(world), seats: 9 }, wrongTime),
    ],
    ["PoolExists", "", (world) => world.ledger.openPool({ ...opening(world), seats: 9 })],
  ],
  "openPool, a new one": [
    [
      "InvalidRequest expectedVersion",
      "InvalidRequest occurredAt",
      (world) =>
        world.ledger.openPool({ ...opening(world), subscriptionId: nobody }, { ...wrongVersion, ...wrongTime }),
    ],
    [
      "InvalidRequest occurredAt",
      "",
      (world) => world.ledger.openPool({ ...opening(world), subscriptionId: nobody }, wrongTime),
    ],
  ],
});

/** The facts with which the pool of the setting was opened. */
function opening({ subscriptionId, organizationId, customerId }: World) {
  return { subscriptionId, organizationId, customerId, product, seats: 3 };
}
