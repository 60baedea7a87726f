// Asking the same of all seats of a pool, or of some of them: two statements, so that each looks at no more than it is asked
// for.

import { type CompiledQuery, type Kysely, type RawBuilder, sql } from "kysely";
import { placesFor } from "./places.ts";
import { ask, type Reads } from "./port.ts";
import { type Arguments, query } from "./query.ts";
import type { Tables } from "./tables.ts";

// As many at once as most pools have seats; no seat has the number 0.
const numbers = placesFor<number>(32, 0);

/** Defines a question about seats. `isMeant` is the condition by which those are found that are asked for, null for all. */
export function ofSeats<Row, Args extends Arguments>(
  build: (
    db: Kysely<Tables>,
    args: Args,
    isMeant: RawBuilder<boolean>,
  ) => { readonly compile: () => CompiledQuery<Row> },
): (args: Args, ordinals: readonly number[] | null) => Reads<readonly Row[]> {
  const ofAll = query((db, args: Args) => build(db, args, sql<boolean>`true`));
  const ofSome = query((db, args: Args & Arguments) =>
    build(db, args, sql<boolean>`seats.ordinal in ${numbers.among(args)}`),
  );
  return function* (args, ordinals) {
    if (ordinals === null) return yield* ask(ofAll(args));
    const rows: Row[] = [];
    for (const part of numbers.parts(ordinals)) rows.push(...(yield* ask(ofSome({ ...args, ...part }))));
    return rows;
  };
}
