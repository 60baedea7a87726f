// The file's own troubles under the ledger's names. What is no trouble of the file (a broken invariant, a constraint)
// has no name here and stays what it is.

import { errors } from "../../errors.ts";

/** While opening and reading nothing is in doubt; an I/O error while writing leaves the commit's fate open. */
export type Doing = "opening" | "reading" | "writing";

/** The error in the ledger's words, or as it is where it is none of the file's. */
export function named(cause: unknown, file: string, doing: Doing): unknown {
  return troubleOf(cause, file, doing) ?? cause;
}

/** Whether the file or its disk is to blame, so that no other transaction of the same batch can trust it either. */
export function isTroubleOfTheFile(cause: unknown): boolean {
  return troubleOf(cause, "", "writing") !== null;
}

/** Whether another connection stands in the way for a moment. */
export function isBusy(cause: unknown): boolean {
  return codeOf(cause).startsWith("SQLITE_BUSY");
}

/** Whether the handle itself can't be trusted any more. */
export function isInputOutputError(cause: unknown): boolean {
  return codeOf(cause).startsWith("SQLITE_IOERR");
}

function troubleOf(cause: unknown, file: string, doing: Doing): Error | null {
  const code = codeOf(cause);
  const is = (...prefixes: readonly string[]) => prefixes.some((prefix) => code.startsWith(prefix));
  if (is("SQLITE_BUSY")) return new errors.LedgerBusy({ waitedMs: 0 }, { cause });
  if (is("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")) return new errors.LedgerReadOnly({ file }, { cause });
  if (is("SQLITE_NOTADB")) return new errors.NotALedger({ file }, { cause });
  if (is("SQLITE_CORRUPT")) return new errors.LedgerCorrupt({ file }, { cause });
  // On a full disk a handle that is opened finds no room for the log's index, and SQLite takes that for an I/O error.
  if (is("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE")) return new errors.StorageFull({ file }, { cause });
  if (is("SQLITE_IOERR")) {
    return doing === "writing"
      ? new errors.CommitInDoubt({}, { cause })
      : new errors.LedgerCorrupt({ file }, { cause });
  }
  // better-sqlite3 answers a missing folder with a plain TypeError.
  if (doing === "opening" && cause instanceof TypeError && cause.message.includes("directory")) {
    return new errors.LedgerReadOnly({ file }, { cause });
  }
  return null;
}

/** The code that SQLite gave it, also where it is the cause of another error. */
export function sqliteCodeOf(error: unknown): string {
  const code = codeOf(error);
  if (code.startsWith("SQLITE_")) return code;
  return error instanceof Error && error.cause ? sqliteCodeOf(error.cause) : "";
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}
