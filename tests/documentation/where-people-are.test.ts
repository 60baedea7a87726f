// The pages for Hono, Express and Fastify: the program on each, pasted into a new user's folder, has no error of types, runs as it
// stands, and Polar's own SDK works against it. Next has a file of its own.

import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { freshFolder, paste } from "./fresh-folder.ts";
import { type Program, run } from "./program.ts";
import { servesPolarsSdk } from "./serves-polars-sdk.ts";

const pages = [
  ["hono", ["hono", "@hono/node-server"]],
  ["express", ["express", "@hono/node-server", "@types/express"]],
  ["fastify", ["fastify", "@hono/node-server"]],
] as const;

/** What a careful user switches on. */
const strictly = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noImplicitReturns"];

let folder: string;
let program: Program | undefined;

afterEach(async () => {
  program?.kill();
  await program?.ended;
  program = undefined;
  await rm(folder, { recursive: true, force: true });
});

test.each(pages)("the program of docs/%s.md serves Polar's SDK as it stands", async (page, packages) => {
  folder = await freshFolder(["seat-ledger", "@seat-ledger/http", ...packages]);
  const [file = ""] = await paste(page, folder);
  program = run(folder, [file]);
  const url = `http://localhost:${await program.printed(/listening (\d+)/)}`;
  await servesPolarsSdk(url, program);
});

test("the programs of the pages have no error under strict types", async () => {
  folder = await freshFolder([
    "seat-ledger",
    "@seat-ledger/http",
    "typescript",
    "@types/node",
    ...pages.flatMap(([, of]) => of),
  ]);
  const files = pages.map(([page]) => `${page}.mts`);
  for (const [page] of pages) {
    const [file = ""] = await paste(page, folder);
    await rename(join(folder, file), join(folder, `${page}.mts`));
  }
  const options = ["--noEmit", "--skipLibCheck", "--target", "es2024", "--module", "nodenext", "--types", "node"];
  program = run(folder, ["node_modules/typescript/bin/tsc", ...options, ...strictly, ...files]);
  expect([await program.ended, program.output()]).toEqual([0, ""]);
});
