// What adapters remember: small values under keys. Whose they are is the fence of the ledger that wrote them.

import { ask, askOne, type Reads } from "./port.ts";
import { type Bound, query, type Row, upsert } from "./query.ts";
import type { NotesTable } from "./tables.ts";

const noteByKey = query((db, args: { owner: string; key: string }) =>
  db.selectFrom("notes").select("value").where("owner", "=", args.owner).where("key", "=", args.key),
);

/** A note as JSON, or null. */
export function* findNote(owner: string, key: string): Reads<string | null> {
  return (yield* askOne(noteByKey({ owner, key })))?.value ?? null;
}

/** Beyond every key that goes on in characters of a text. */
const last = "\u{10ffff}";

const notesBetween = query((db, args: { owner: string; from: string; to: string }) =>
  db
    .selectFrom("notes")
    .select(["key", "value"])
    .where("owner", "=", args.owner)
    .where("key", ">=", args.from)
    .where("key", "<", args.to)
    .orderBy("key"),
);

/** Those whose keys begin so, by their keys. */
export function* readNotes(owner: string, prefix: string): Reads<readonly Pick<NotesTable, "key" | "value">[]> {
  return yield* ask(notesBetween({ owner, from: prefix, to: `${prefix}${last}` }));
}

const upsertNote = upsert("notes", ["owner", "key"], { owner: true, key: true, value: true });

export function writeNote(row: Row<NotesTable>): Bound {
  return upsertNote(row);
}

const deleteNote = query((db, args: { owner: string; key: string }) =>
  db.deleteFrom("notes").where("owner", "=", args.owner).where("key", "=", args.key),
);

export function removeNote(owner: string, key: string): Bound {
  return deleteNote({ owner, key });
}
