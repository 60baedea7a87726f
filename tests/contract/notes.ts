// The smallest transactions that there are: they write rows of the first table, numbered in the order in which they come.

import { ask, askOne, type Outcome, query, type Reads, type Store, type Transaction } from "seat-ledger/store";

const insertNote = query((db, args: { stream: number; id: string }) =>
  db.insertInto("streams").values({ stream: args.stream, kind: "note", id: args.id }),
);
const lastNumber = query((db) => db.selectFrom("streams").select("stream").orderBy("stream", "desc").limit(1));
const allNotes = query((db) => db.selectFrom("streams").select("id").orderBy("stream"));

function* nextNumber(): Reads<number> {
  return ((yield* askOne(lastNumber({})))?.stream ?? 0) + 1;
}

/** Writes a note under the next number, and answers the number. */
export function note(id: string): Transaction<number> {
  return function* (): Reads<Outcome<number>> {
    const stream = yield* nextNumber();
    return { writes: [insertNote({ stream, id })], answer: stream };
  };
}

/** Reads, and writes nothing. */
export function refusal(): Transaction<string> {
  return function* (): Reads<Outcome<string>> {
    yield* nextNumber();
    return { writes: [], answer: "refused" };
  };
}

/** Writes a note, and then something that the engine refuses. */
export function halfANote(id: string): Transaction<never> {
  return function* (): Reads<Outcome<never>> {
    const stream = yield* nextNumber();
    const answer = undefined as never;
    return { writes: [insertNote({ stream, id }), insertNote({ stream, id })], answer };
  };
}

export function notesIn(store: Store): Promise<readonly string[]> {
  return store.read(listNotes);
}

export function* listNotes(): Reads<readonly string[]> {
  return (yield* ask(allNotes({}))).map(({ id }) => id);
}
