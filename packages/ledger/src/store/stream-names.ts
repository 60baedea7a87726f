// The names of streams by their numbers: they never change, so whoever walks the log reads each of them once.

import { placesFor } from "./places.ts";
import { ask, type Reads } from "./port.ts";
import { type Arguments, query } from "./query.ts";
import type { StreamsTable } from "./tables.ts";

export type StreamName = Pick<StreamsTable, "kind" | "id">;

// Several at once: a statement for each would cost more than the names. Numbers begin with 1.
const numbersAtOnce = placesFor<number>(32, 0);
const streamsByNumber = query((db, args: Arguments) =>
  db.selectFrom("streams").selectAll().where("stream", "in", numbersAtOnce.among(args)),
);

/** About 2 MB. */
const mostNames = 10_000;

export class StreamNames {
  readonly #names = new Map<number, StreamName>();

  /** Reads the names of the streams and organizations of these rows, as far as they are not known. */
  *learn(
    rows: readonly (readonly [unknown, stream: number, unknown, organization: number, ...unknown[]])[],
  ): Reads<void> {
    if (this.#names.size > mostNames) this.#names.clear();
    const unknown = new Set<number>();
    // Not taken apart by a pattern, which would walk each row as an iterator.
    for (const row of rows) {
      if (!this.#names.has(row[1])) unknown.add(row[1]);
      if (!this.#names.has(row[3])) unknown.add(row[3]);
    }
    for (const part of numbersAtOnce.parts([...unknown])) {
      for (const { stream, kind, id } of yield* ask(streamsByNumber(part))) {
        // Every event of the stream shares it.
        this.#names.set(stream, Object.freeze({ kind, id }));
      }
    }
  }

  of(stream: number): StreamName | undefined {
    return this.#names.get(stream);
  }
}
