// The secrets from which invitation and session tokens are derived, one a line, the current one first. They stand beside
// the database, never in it: whoever gets hold of a copy of the database alone can derive no token.

import { randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { errors } from "../../errors.ts";

const secretBytes = 32;
const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Reads the secrets of a database file, or makes one (mode 0600) at the first opening. In memory: a fresh one. */
export function secretsOf(file: string): readonly Uint8Array[] {
  if (file === ":memory:") return [randomBytes(secretBytes)];
  const path = `${file}.secret`;
  try {
    return read(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  makeOnce(path);
  return read(path);
}

/** A secret is made after its ledger: beside a file of no bytes it tells of a ledger that was cut to nothing. */
export function isCutToNothing(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.size === 0 && existsSync(`${file}.secret`);
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

function read(path: string): readonly Uint8Array[] {
  const lines = contentOf(path).trimEnd().split("\n");
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
    throw refused(`${path} can be read by others. Set its mode to 0600.`);
  }
  const secrets = lines.map((line, index) => secretIn(line.trim(), `line ${index + 1} of ${path}`));
  for (const [index, secret] of secrets.entries()) {
    const first = secrets.findIndex((other) => Buffer.compare(other, secret) === 0);
    if (first < index) {
      throw refused(`line ${index + 1} of ${path} holds the secret of line ${first + 1} again. Remove it.`);
    }
  }
  return secrets;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isMissing(error)) throw error;
    throw refused(`${path} cannot be read. Let this user read it, or pass the option secret.`, error);
  }
}

function secretIn(line: string, place: string): Uint8Array {
  const secret = Buffer.from(base64.test(line) ? line : "", "base64url");
  if (secret.length >= secretBytes) return secret;
  throw refused(
    `${place} holds no secret of ${secretBytes} bytes in base64. Restore it, remove the line if it never made a token, ` +
      `or pass the option secret. A new secret: openssl rand -base64 ${secretBytes}`,
  );
}

function refused(message: string, cause?: unknown): Error {
  return new errors.InvalidRequest({ issues: [{ path: "secret", message }] }, { cause });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
