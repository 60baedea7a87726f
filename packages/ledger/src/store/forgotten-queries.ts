// Who was forgotten, and erasing what names them.

import type { PersonId } from "../domain/ids.ts";
import { askOne, type Reads } from "./port.ts";
import { type Bound, query, type Row, upsert } from "./query.ts";
import type { ForgottenTable } from "./tables.ts";

const forgottenById = query((db, args: { personId: string }) =>
  db.selectFrom("forgotten").select("person_id").where("person_id", "=", args.personId),
);

export function* isForgotten(personId: PersonId): Reads<boolean> {
  return (yield* askOne(forgottenById({ personId }))) !== null;
}

const upsertForgotten = upsert("forgotten", ["person_id"], { person_id: true, organization: true });

export function writeForgotten(row: Row<ForgottenTable>): Bound {
  return upsertForgotten(row);
}
