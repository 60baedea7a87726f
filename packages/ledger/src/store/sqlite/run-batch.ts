// The jobs of a batch inside its transaction. Mostly nothing fails, and a savepoint for each would copy every page that it
// changes: so they run without. Where one fails before it wrote, there is nothing to undo; only where one fails alone after
// that all are undone and run again, each in a savepoint.

import type { Connection } from "./connection.ts";
import { isTroubleOfTheFile } from "./troubles.ts";

export type Tell = () => void;

export interface Job {
  readonly since: number;
  /** Runs inside the transaction, perhaps once more after it was undone; how to tell its caller is called after the commit. */
  readonly run: (connection: Connection) => Tell;
  readonly reject: (error: unknown) => void;
}

/** Thrown where a batch has to be undone and run again, apart. */
export class RunApart extends Error {}

/** All, but for those that fail before they wrote anything: such a one is told so with the others, after the commit. */
export function runTogether(connection: Connection, batch: readonly Job[]): readonly Tell[] {
  return batch.map((job) => {
    const { writes } = connection;
    try {
      return job.run(connection);
    } catch (error) {
      if (batch.length === 1 || !isOfOneAlone(connection, error)) throw error;
      if (connection.writes > writes) throw new RunApart();
      return () => job.reject(error);
    }
  });
}

/** Each in a savepoint: where one fails, it alone is undone, and told so with the others, after the commit. */
export function runApart(connection: Connection, batch: readonly Job[]): readonly Tell[] {
  return batch.map((job) => {
    try {
      return connection.withinSavepoint(() => job.run(connection));
    } catch (error) {
      if (!isOfOneAlone(connection, error)) throw error;
      return () => job.reject(error);
    }
  });
}

/** Whether the others of its batch may still be done. */
function isOfOneAlone(connection: Connection, error: unknown): boolean {
  return connection.isInTransaction && !isTroubleOfTheFile(error);
}
