// The secret from which invitation and session tokens are derived. It stands beside the database, never in it: whoever
// gets hold of a copy of the database alone can derive no token.

import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { errors } from "../../errors.ts";

const secretBytes = 32;

/** Reads the secret of a database file, or makes it (mode 0600) at the first opening. In memory: a fresh one. */
export function secretOf(file: string): Uint8Array {
  if (file === ":memory:") return randomBytes(secretBytes);
  const path = `${file}.secret`;
  try {
    return read(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  makeOnce(path);
  return read(path);
}

/** Written whole beside its place, then linked: of several processes exactly one wins, and none reads half a secret. */
function makeOnce(path: string): void {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    writeFileSync(draft, `${randomBytes(secretBytes).toString("base64url")}\n`, {
      mode: 0o600,
      flag: "wx",
      flush: true,
    });
    linkSync(draft, path);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) {
      throw new errors.LedgerReadOnly({ file: path }, { cause });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function read(path: string): Uint8Array {
  const secret = Buffer.from(readFileSync(path, "utf8").trim(), "base64url");
  const open = process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0;
  if (secret.length < secretBytes || open) {
    throw new errors.InvalidRequest({
      issues: [
        {
          path: "secret",
          message: open
            ? `${path} can be read by others. Set its mode to 0600.`
            : `${path} holds no secret of ${secretBytes} bytes in base64url. Restore it, or pass the option secret.`,
        },
      ],
    });
  }
  return secret;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
