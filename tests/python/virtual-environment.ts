// A virtual environment of Python with what a requirements file pins, for tests that run other people's Python programs. It is
// made once, in the tests' own cache; nothing else of the machine is touched.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const cache = fileURLToPath(new URL("../../node_modules/.cache/python", import.meta.url));

/** What the pinned packages need. */
const oldest = [3, 11] as const;

export interface VirtualEnvironment {
  /** The interpreter that finds the packages, or null where there can't be one. */
  readonly python: string | null;
  /** Why there is none. */
  readonly leftOut: string | null;
}

/** The environment for a requirements file beside the test that asks: `new URL("sdk.txt", import.meta.url)`. */
export async function virtualEnvironment(requirements: URL): Promise<VirtualEnvironment> {
  const base = await interpreter();
  if (base === null) return without(`there is no Python ${oldest.join(".")} or newer with its venv module`);
  const file = fileURLToPath(requirements);
  const digest = createHash("sha256")
    .update(base.version)
    .update(await readFile(file));
  const folder = join(cache, `${basename(file, ".txt")}-${digest.digest("hex").slice(0, 16)}`);
  const python = join(folder, "bin", "python");
  try {
    if (!existsSync(python)) await make(folder, base.command, file);
    return { python, leftOut: null };
  } catch (error) {
    return without(`the packages of ${basename(file)} can't be installed: ${lastLine(error)}`);
  }
}

/** A test that says what is left out and why, and that fails in CI, where nothing may be. */
export function tellsWhatIsLeftOut({ leftOut }: VirtualEnvironment, what: string): void {
  it(`${what} are run, where nothing may be left out`, ({ skip }) => {
    const note = `${what} are left out: ${leftOut}`;
    if (process.env["CI"]) expect(leftOut, note).toBeNull();
    skip(leftOut !== null, note);
  });
}

function without(leftOut: string): VirtualEnvironment {
  return { python: null, leftOut };
}

/** Made aside and moved into its place, so that one that is there is whole, and two runs don't meet. */
async function make(folder: string, command: string, requirements: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(`${folder}-`);
  try {
    await run(command, ["-m", "venv", unfinished]);
    const install = ["-m", "pip", "install", "--quiet", "--no-input", "--require-hashes", "--only-binary", ":all:"];
    await run(join(unfinished, "bin", "python"), [...install, "--requirement", requirements]);
    await rename(unfinished, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The first Python of the path that is new enough and whole: Debian's own comes without venv. */
async function interpreter(): Promise<{ readonly command: string; readonly version: string } | null> {
  const check = `import ensurepip, sys, venv; assert sys.version_info >= (${oldest.join(", ")}); print(sys.version)`;
  for (const command of ["python3", "python3.14", "python3.13", "python3.12", "python3.11"]) {
    const answer = await run(command, ["-c", check]).catch(() => null);
    if (answer !== null) return { command, version: answer.stdout };
  }
  return null;
}

const run = promisify(execFile);

function lastLine(error: unknown): string {
  const said = typeof error === "object" && error !== null && "stderr" in error ? error.stderr : error;
  return String(said).trim().split("\n").at(-1) ?? "";
}
