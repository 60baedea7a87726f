// Who was forgotten, and erasing what names them.

import { type RawBuilder, sql } from "kysely";
import type { PersonId } from "../domain/ids.ts";
import { isOfSeat } from "./log-queries.ts";
import type { HoldingPlace } from "./person-queries.ts";
import { isReadable, personalField } from "./personal-field.ts";
import { ask, askOne, type Reads } from "./port.ts";
import { type Arguments, type Bound, query, type Row, upsert } from "./query.ts";
import type { ForgottenTable } from "./tables.ts";
import { isDoneBy, isNaming } from "./term-queries.ts";

const forgottenById = query((db, args: { personId: string }) =>
  db.selectFrom("forgotten").select("person_id").where("person_id", "=", args.personId),
);

export function* isForgotten(personId: PersonId): Reads<boolean> {
  return (yield* askOne(forgottenById({ personId }))) !== null;
}

const forgottenAmong = query((db, args: { ids: string }) =>
  db
    .selectFrom("forgotten")
    .select("person_id")
    .where("person_id", "in", sql<string>`(select value from json_each(${args.ids}))`),
);

/** Those of these who were forgotten. */
export function* readForgottenAmong(ids: readonly string[]): Reads<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = yield* ask(forgottenAmong({ ids: JSON.stringify(ids) }));
  return new Set(rows.map((row) => row.person_id));
}

const upsertForgotten = upsert("forgotten", ["person_id"], { person_id: true, organization: true });

export function writeForgotten(row: Row<ForgottenTable>): Bound {
  return upsertForgotten(row);
}

/** The personal rows beside the events that are about a person. */
function besidePerson(args: { readonly organization: number; readonly personId: string }): RawBuilder<boolean> {
  // The first schema of a customer's events named nobody: they are about the customer of their stream.
  return sql`(personal.stream, personal.version) in (
      select events.stream, events.version from events
      where ${isNaming(sql`${args.personId}`)}
        and events.organization + 0 = ${args.organization}
      union all
      select events.stream, events.version from events
      where events.stream = (select customers.stream from customers
          where customers.id = ${args.personId} and customers.organization = ${args.organization})
        and events.person_id is null
    )`;
}

const shownEmail = personalField("email");
const emailsOfPerson = query((db, args: { organization: number; personId: string }) =>
  db.selectFrom("personal").where(besidePerson(args)).select(shownEmail.as("email")).distinct(),
);

/** Every e-mail that a person has or ever had, as events about it told. */
export function* readEmailsOfPerson(organization: number, personId: PersonId): Reads<readonly string[]> {
  const rows = yield* ask(emailsOfPerson({ organization, personId }));
  return rows.flatMap(({ email }) => email ?? []);
}

const erasePersonalOfPerson = query((db, args: { organization: number; personId: string }) =>
  db.deleteFrom("personal").where(besidePerson(args)),
);
const eraseCustomer = query((db, args: { personId: string }) =>
  db
    .updateTable("customers")
    .set({ email: null, email_key: null, name: null, external_id: null })
    .where("id", "=", args.personId),
);
const eraseMember = query((db, args: { personId: string }) =>
  db
    .updateTable("members")
    .set({ email: null, email_key: null, name: null, external_id: null })
    .where("id", "=", args.personId),
);

const eraseWhereaboutsOf = query((db, args: { organization: number; personId: string }) =>
  db
    .updateTable("personal")
    .set({ data: sql<string>`json_remove(data, '$.ip', '$.userAgent')` })
    .where(
      sql<boolean>`(stream, version) in (
        select events.stream, events.version from events
        where ${isDoneBy(sql`${args.personId}`)} and events.organization + 0 = ${args.organization}
      )`,
    )
    .where(isReadable),
);

/** From where and with what a person asked for something, under this id. */
export function eraseWhereabouts(organization: number, personId: string): Bound {
  return eraseWhereaboutsOf({ organization, personId });
}

/** What stands of a person under its id. Of what it did to others the reason stays: it tells of them. */
export function erasePerson(organization: number, personId: PersonId): readonly Bound[] {
  const named = { organization, personId };
  return [
    erasePersonalOfPerson(named),
    eraseWhereaboutsOf(named),
    eraseCustomer({ personId }),
    eraseMember({ personId }),
  ];
}

interface HoldingArguments extends Arguments {
  readonly pool: number;
  readonly seatId: string;
  readonly holdingId: string;
}

/** The personal rows beside the events of a holding. */
function besideHolding({ pool, seatId, holdingId }: HoldingArguments): RawBuilder<boolean> {
  return sql`personal.stream = ${pool} and personal.version in (
      select events.version from events
      where ${isOfSeat(sql`${seatId}`)} and events.holding_id = ${holdingId}
    )`;
}

const emailsOfHolding = query((db, args: HoldingArguments) =>
  db.selectFrom("personal").where(besideHolding(args)).select(shownEmail.as("email")).distinct(),
);

/** Every e-mail that the holder of a seat had in that holding. */
export function* readEmailsOfHolding({ pool, seatId, holdingId }: HoldingPlace): Reads<readonly string[]> {
  const rows = yield* ask(emailsOfHolding({ pool, seatId, holdingId }));
  return rows.flatMap(({ email }) => email ?? []);
}

const erasePersonalOfHolding = query((db, args: HoldingArguments) =>
  db.deleteFrom("personal").where(besideHolding(args)),
);
const eraseSeat = query((db, args: { seatId: string; holdingId: string }) =>
  db
    .updateTable("seats")
    .set({ email: null, metadata: "{}" })
    .where("id", "=", args.seatId)
    .where("holding_id", "=", args.holdingId),
);

/** What stands of a holding, whoever its events name. */
export function eraseHolding({ pool, seatId, holdingId }: HoldingPlace): readonly Bound[] {
  return [erasePersonalOfHolding({ pool, seatId, holdingId }), eraseSeat({ seatId, holdingId })];
}
