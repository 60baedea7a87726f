// The examples in the README run as they stand, and print what it says they print.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const readme = new URL("../../README.md", import.meta.url);

function blocks(markdown: string, language: string): readonly string[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , code = ""]) => code);
}

test("the README's examples run one after the other and print what it shows", async () => {
  const markdown = await readFile(readme, "utf8");
  const [shown] = blocks(markdown, "");
  // Beside this file, so that the packages resolve as they do for a user who installed them.
  const script = new URL(`example-${process.pid}.ts`, import.meta.url).pathname;
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-readme-"));
  try {
    await writeFile(script, blocks(markdown, "ts").join("\n"));
    const { stdout } = await promisify(execFile)(process.execPath, [script], { cwd: folder });
    expect(stdout).toBe(`${shown}SeatAlreadyAssigned true\n`);
  } finally {
    await rm(script, { force: true });
    await rm(folder, { recursive: true, force: true });
  }
});
