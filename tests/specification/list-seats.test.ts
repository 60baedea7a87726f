// listSeats: every seat of a pool, revoked ones included, and how many are free.

import { given, ids, poolOpened, rejected, seatAssigned, seatGranted, seatRevoked } from "seat-ledger/testing";
import { expect, test } from "vitest";

test("lists every seat that anybody ever held, and changes nothing", async () => {
  await given(
    poolOpened({ seats: 3 }),
    seatAssigned({ seat: "s1", email: "ann@example.com" }),
    seatGranted({ seat: "s2", email: "bob@example.com" }),
    seatAssigned({ seat: "s3", email: "cyd@example.com" }),
    seatRevoked({ seat: "s3" }),
  )
    .when(async (ledger, { pool }) => {
      const { seats, availableSeats, totalSeats } = await ledger.listSeats(pool);
      expect(seats.map(({ id, status, email }) => [id, status, email])).toEqual([
        [ids.seat("s1"), "pending", "ann@example.com"],
        [ids.seat("s2"), "claimed", "bob@example.com"],
        [ids.seat("s3"), "revoked", null],
      ]);
      expect([availableSeats, totalSeats]).toEqual([1, 3]);
    })
    .thenNothing();
});

test("knows no pool of another organization", async () => {
  const stranger = "0b3d1f3e-6d3a-4a56-9a9e-0d9b7c1f2a11";
  await given(poolOpened())
    .when((ledger, { pool }) => ledger.forOrganization(stranger).listSeats(pool))
    .then(rejected("PoolNotFound"));
});
