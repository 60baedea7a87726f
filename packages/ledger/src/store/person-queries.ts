// Where a person is named: which ids, which holdings, which e-mail. Finding that walks the log: it is asked for only when
// somebody is forgotten, and an index that serves nothing else would cost every event.

import { type RawBuilder, sql } from "kysely";
import { emailKey, type HoldingId, type OrganizationId, type PersonId, type SeatId } from "../domain/ids.ts";
import { inData } from "./listed-data.ts";
import { isOfSeat } from "./log-queries.ts";
import { personalField } from "./personal-field.ts";
import { ask, askOne, type Reads } from "./port.ts";
import { query } from "./query.ts";
import { isNaming, isOfOrganization } from "./term-queries.ts";

const organizationOfNamed = query((db, args: { personId: string }) =>
  db
    .selectFrom("events")
    .innerJoin("streams", "streams.stream", "events.organization")
    .where(isNaming(sql`${args.personId}`))
    .limit(1)
    .select("streams.id"),
);

/** The organization whose events name a person, perhaps one who was shown on a seat and nowhere else. */
export function* organizationNaming(personId: string): Reads<OrganizationId | null> {
  const row = yield* askOne(organizationOfNamed({ personId }));
  return row && (row.id as OrganizationId);
}

/** One person in one seat: where its events are. */
export interface HoldingPlace {
  /** The stream of the pool. */
  readonly pool: number;
  readonly seatId: SeatId;
  readonly holdingId: HoldingId;
}

const shownCustomer = inData.customerId(sql.ref("events.data"));
const shownEmail = personalField("email");

/** Asked for many ids at once, because each asking walks the log. */
const holdingsOf = query((db, args: { organization: number; ids: string }) =>
  db
    .selectFrom("events")
    .innerJoin("pools", "pools.stream", "events.stream")
    .innerJoin("streams as payers", "payers.stream", "pools.customer")
    .where(isOfOrganization(sql`${args.organization}`))
    .where("events.holding_id", "is not", null)
    .where((where) => {
      const ids = sql<string>`(select value from json_each(${args.ids}))`;
      return where.or([
        where("events.person_id", "in", ids),
        where("events.holding_id", "in", ids),
        // A seat's customer is its holder where it is not the payer.
        where.and([where(shownCustomer, "in", ids), where(shownCustomer, "!=", where.ref("payers.id"))]),
      ]);
    })
    .select(["events.stream", "events.seat_id", "events.holding_id"])
    .distinct(),
);

/** Every holding of somebody who is known by one of these ids, those that ended included. */
export function* readHoldingsOf(organization: number, ids: readonly PersonId[]): Reads<readonly HoldingPlace[]> {
  const rows = yield* ask(holdingsOf({ organization, ids: JSON.stringify(ids) }));
  return rows.map(({ stream, seat_id, holding_id }) => ({
    pool: stream,
    seatId: seat_id as SeatId,
    holdingId: holding_id as HoldingId,
  }));
}

const namesInHolding = query((db, args: { seatId: string; holdingId: string }) =>
  db
    .selectFrom("events")
    .innerJoin("pools", "pools.stream", "events.stream")
    .innerJoin("streams as payers", "payers.stream", "pools.customer")
    .where(isOfSeat(sql`${args.seatId}`))
    .where("events.holding_id", "=", args.holdingId)
    .select(["events.person_id", "payers.id as payer_id", shownCustomer.as("customer_id")])
    .distinct(),
);

/** By which ids a holder was known while it sat there. The payer is none of them: it stands in where nobody was named. */
export function* readHolderIds({ seatId, holdingId }: HoldingPlace): Reads<readonly PersonId[]> {
  const rows = yield* ask(namesInHolding({ seatId, holdingId }));
  const ids = rows.flatMap(({ person_id, customer_id, payer_id }) =>
    [person_id, customer_id].filter((id) => id !== null && id !== payer_id),
  );
  return [...new Set(ids)] as PersonId[];
}

const namedWithEmail = query((db, args: { organization: number; key: string }) =>
  db
    .selectFrom("personal")
    .innerJoin("events", (join) =>
      join.onRef("events.stream", "=", "personal.stream").onRef("events.version", "=", "personal.version"),
    )
    .where("events.organization", "=", args.organization)
    .where((where) =>
      where.or([where(sql`lower(${shownEmail})`, "=", args.key), where(isNotAscii(shownEmail), "=", 1)]),
    )
    .select((select) => [
      // The first schema of a customer's events named nobody: they are about the customer of their stream.
      select.fn
        .coalesce(
          "events.person_id",
          "events.holding_id",
          sql<string>`(select streams.id from streams where streams.stream = events.stream)`,
        )
        .as("person_id"),
      shownEmail.as("email"),
    ])
    .distinct(),
);

/** SQLite knows upper and lower case of ASCII only: any other e-mail is compared by `emailKey` afterwards. */
function isNotAscii(text: RawBuilder<string | null>): RawBuilder<number> {
  return sql<number>`length(${text}) <> length(cast(${text} as blob))`;
}

/**
 * Everybody of an organization who has or ever had this e-mail, members, customers and holders of seats alike. A holder
 * whom nobody named is known by its holding.
 */
export function* readPeopleWithEmail(organization: number, email: string): Reads<readonly PersonId[]> {
  const key = emailKey(email);
  const rows = (yield* ask(namedWithEmail({ organization, key }))).filter(
    ({ email: shown }) => shown !== null && emailKey(shown) === key,
  );
  return [...new Set(rows.map((row) => row.person_id as PersonId))];
}
