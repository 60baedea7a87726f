// The names of streams by their numbers: they never change, so whoever walks the log reads each of them once.

import { sql } from "kysely";
import { ask, type Reads } from "./port.ts";
import { type Arguments, query } from "./query.ts";
import type { StreamsTable } from "./tables.ts";

export type StreamName = Pick<StreamsTable, "kind" | "id">;

// Several at once: a statement for each would cost more than the names.
const atOnce = 32;
const places = Array.from({ length: atOnce }, (_, index) => `stream${index}`);
const streamsByNumber = query((db, args: Arguments) =>
  db
    .selectFrom("streams")
    .selectAll()
    .where("stream", "in", sql<number>`(${sql.join(places.map((name) => sql`${args[name]}`))})`),
);

/** About 2 MB. */
const mostNames = 10_000;

export class StreamNames {
  readonly #names = new Map<number, StreamName>();

  /** Reads the names of the streams and organizations of these rows, as far as they are not known. */
  *learn(
    rows: readonly (readonly [
      unknown,
      stream: number,
      unknown,
      unknown,
      unknown,
      organization: number,
      ...unknown[],
    ])[],
  ): Reads<void> {
    if (this.#names.size > mostNames) this.#names.clear();
    const unknown = new Set<number>();
    for (const [, stream, , , , organization] of rows) {
      if (!this.#names.has(stream)) unknown.add(stream);
      if (!this.#names.has(organization)) unknown.add(organization);
    }
    const numbers = [...unknown];
    for (let first = 0; first < numbers.length; first += atOnce) {
      // What is left of the last statement's places names no stream: numbers begin with 1.
      const named = Object.fromEntries(places.map((name, index) => [name, numbers[first + index] ?? 0]));
      for (const { stream, kind, id } of yield* ask(streamsByNumber(named))) {
        // Every event of the stream shares it.
        this.#names.set(stream, Object.freeze({ kind, id }));
      }
    }
  }

  of(stream: number): StreamName | undefined {
    return this.#names.get(stream);
  }
}
