// The examples in the README and in docs/ run as they stand, and print what is said that they print.

import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const readme = new URL("../../README.md", import.meta.url);

function blocks(markdown: string, language: string): readonly string[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , code = ""]) => code);
}

/** What the examples of a document print, one after the other. */
async function printedBy(markdown: string): Promise<string> {
  // Beside this file, so that the packages resolve as they do for a user who installed them.
  const script = fileURLToPath(new URL(`example-${randomUUID()}.ts`, import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-readme-"));
  try {
    await writeFile(script, blocks(markdown, "ts").join("\n"));
    const { stdout } = await promisify(execFile)(process.execPath, [script], { cwd: folder });
    return stdout;
  } finally {
    await rm(script, { force: true });
    await rm(folder, { recursive: true, force: true });
  }
}

test("the README's examples run one after the other and print what it shows", async () => {
  const markdown = await readFile(readme, "utf8");
  const [shown, past] = blocks(markdown, "");
  const mail = "To joe@customer.example: Acme has a seat of Team for you\n";
  expect(await printedBy(markdown)).toBe(`${shown}SeatAlreadyAssigned true\n${past}${mail}`);
});

test("the examples in docs/streams.md run one after the other and print what it shows", async () => {
  const markdown = await readFile(new URL("../../docs/streams.md", import.meta.url), "utf8");
  expect(await printedBy(markdown)).toBe(blocks(markdown, "").join(""));
});

test("the sandbox's example runs and prints what its README shows", async () => {
  const markdown = await readFile(new URL("../../apps/polar-sandbox/README.md", import.meta.url), "utf8");
  expect(await printedBy(markdown)).toBe(blocks(markdown, "").join(""));
});

test.each(["packages/ledger", "packages/polar", "packages/http", "apps/polar-sandbox"])(
  "the examples in %s/README.md compile as they stand",
  async (folder) => {
    const markdown = await readFile(new URL(`../../${folder}/README.md`, import.meta.url), "utf8");
    const file = fileURLToPath(new URL(`example-${basename(folder)}-${process.pid}.ts`, import.meta.url));
    const compiler = fileURLToPath(new URL("../../node_modules/.bin/tsc", import.meta.url));
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2024", "--module", "nodenext"];
    const libraries = ["--lib", "es2024,esnext.disposable", "--types", "node", "--ignoreConfig"];
    try {
      await writeFile(file, blocks(markdown, "ts").join("\n"));
      const compiled = promisify(execFile)(compiler, [...options, ...libraries, file]).catch(
        (error: { stdout: string }) => error,
      );
      expect((await compiled).stdout).toBe("");
    } finally {
      await rm(file, { force: true });
    }
  },
);
