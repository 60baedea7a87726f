// One field of the personal rows. A row that is damaged has none, for a walk over many rows must not end at one of them: it
// is `verify` that tells of it.

import { type RawBuilder, sql } from "kysely";

export const isReadable = sql<boolean>`json_valid(personal.data)`;

export function personalField(name: "email" | "reason"): RawBuilder<string | null> {
  return sql`case when ${isReadable} then personal.data ->> ${sql.lit(name)} end`;
}
