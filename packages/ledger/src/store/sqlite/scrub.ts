// Leaves nothing of deleted rows in the file and its write-ahead log. `secure_delete` alone does not suffice: where SQLite
// moved a row from page to page before it was deleted, a copy may stand in the unused part of a page. Only a file that is
// written anew holds what the tables hold and nothing else. It knows files, no rules.

import { setTimeout } from "node:timers/promises";
import type { Connection } from "./connection.ts";

const attempts = 20;
const pauseMs = 100;

/**
 * Tried for two seconds: a reader of another process may hold on to old pages, and then they go with a later scrub.
 * `current` answers null once the file is closed: whoever closes it last empties its write-ahead log.
 */
export async function scrub(current: () => Connection | null): Promise<void> {
  let rewritten = false;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await setTimeout(pauseMs);
    const connection = current();
    if (!connection) return;
    rewritten ||= isRewritten(connection);
    if (connection.emptyLog() && rewritten) return;
  }
}

/** Another process that writes, or a full disk: the answer was committed before, so it stands without the rewrite. */
function isRewritten(connection: Connection): boolean {
  try {
    connection.rewrite();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_")) return false;
    throw error;
  }
}
