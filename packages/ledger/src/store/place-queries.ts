// At which versions a pool and those it belongs to stand: read in place of everything else, where that is known already.

import { askOne, type Reads } from "./port.ts";
import { query } from "./query.ts";

const placesOf = (db: Parameters<Parameters<typeof query>[0]>[0]) =>
  db
    .selectFrom("pools")
    .select(({ selectFrom }) => [
      "pools.stream",
      "pools.version",
      selectFrom("organizations")
        .whereRef("organizations.stream", "=", "pools.organization")
        .select("organizations.version")
        .$asScalar()
        .as("organizationVersion"),
      selectFrom("customers")
        .whereRef("customers.stream", "=", "pools.customer")
        .select("customers.version")
        .$asScalar()
        .as("customerVersion"),
    ])
    .$castTo<PoolPlace>();
const placeById = query((db, args: { id: string }) => placesOf(db).where("pools.id", "=", args.id));
const placeByStream = query((db, args: { stream: number }) => placesOf(db).where("pools.stream", "=", args.stream));

const placeOfSeat = query((db, args: { seatId: string }) =>
  placesOf(db).where("pools.stream", "=", (stream) =>
    stream.selectFrom("seats").where("seats.id", "=", args.seatId).select("seats.pool"),
  ),
);

/** Where a pool stands: as long as these versions are the same, so is everything that commands read of it. */
export interface PoolPlace {
  readonly stream: number;
  readonly version: number;
  readonly organizationVersion: number;
  readonly customerVersion: number;
}

export function* findPlace(pool: string | number): Reads<PoolPlace | null> {
  return yield* askOne(typeof pool === "string" ? placeById({ id: pool }) : placeByStream({ stream: pool }));
}

/** The same of the pool that a seat belongs to. */
export function* findPlaceOfSeat(seatId: string): Reads<PoolPlace | null> {
  return yield* askOne(placeOfSeat({ seatId }));
}
