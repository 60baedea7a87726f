// What verify and rebuild need of the inverted index: reading all of it, and making it anew. What is indexed up to a position stays
// as it is for good, so that it can be summed up in pieces, at different moments.

import { sql } from "kysely";
import { ask, askOne, type Reads } from "./port.ts";
import { type Bound, query } from "./query.ts";
import { blockSize, endOfBlocks, termsBetween } from "./term-queries.ts";

const markRow = query((db) => db.selectFrom("event_terms_mark").select("position"));

/** Up to which position the log is said to be indexed; null where nothing says it. */
export function* readTermsMark(): Reads<number | null> {
  return (yield* askOne(markRow({})))?.position ?? null;
}

/** Some rows of the index in its order, by their terms. */
export interface TermBlocks {
  readonly term: string;
  /** The blocks that it leads to, with commas between them. */
  readonly blocks: string;
  /** 1 where the last of them leads beyond the mark, otherwise 0. */
  readonly isBeyond: number;
  readonly last: number;
}

const pageOfTerms = query((db, args: { term: string; block: number; limit: number }) =>
  db
    .selectFrom((page) =>
      page
        .selectFrom("event_terms")
        .select(["term", "block"])
        .where(sql<boolean>`(term, block) > (${args.term}, ${args.block})`)
        .orderBy("term")
        .orderBy("block")
        .limit(args.limit)
        .as("page"),
    )
    .select("term")
    .select([
      sql<string>`group_concat(block)`.as("blocks"),
      sql<number>`(max(block) + 1) * ${sql.lit(blockSize)} > (select position from event_terms_mark)`.as("isBeyond"),
      sql<number>`max(block)`.as("last"),
    ])
    .groupBy("term")
    .orderBy("term"),
);

/** The next rows of the index. */
export function* readTermBlocks(
  after: { readonly term: string; readonly block: number },
  limit: number,
): Reads<readonly TermBlocks[]> {
  return yield* ask(pageOfTerms({ ...after, limit }));
}

const deleteTerms = query((db) => db.deleteFrom("event_terms"));
const resetMark = query((db) =>
  db
    .insertInto("event_terms_mark")
    .values({ one: 1, position: 0 })
    .onConflict((conflict) => conflict.column("one").doUpdateSet({ position: 0 })),
);

/** Empties the index: until it is filled again, whoever asks looks through the log. */
export const emptyTerms: readonly Bound[] = [deleteTerms({}), resetMark({})];

const nextEvent = query((db, args: { after: number }) =>
  db.selectFrom("events").select("position").where("position", ">", args.after).orderBy("position").limit(1),
);

/** What indexes the next blocks after the mark, and whether that is all up to a position. */
export function* nextTerms(
  upTo: number,
  blocks: number,
): Reads<{ readonly writes: readonly Bound[]; readonly isLast: boolean }> {
  const mark = yield* readTermsMark();
  const last = endOfBlocks(upTo);
  if (mark === null || mark >= last) return { writes: [], isLast: true };
  // Where the next event is far away, there is nothing to write in between.
  const next = (yield* askOne(nextEvent({ after: mark })))?.position ?? last;
  const end = Math.min(last, endOfBlocks(next - 1) + blocks * blockSize);
  return { writes: termsBetween(mark, end), isLast: end === last };
}
