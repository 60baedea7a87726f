// The import rules bite: a forbidden import that is planted is found. A rule that sees nothing looks like a clean house.

import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cruiser = fileURLToPath(new URL("../../node_modules/.bin/depcruise", import.meta.url));

async function violations(folder: string): Promise<string> {
  const args = ["--output-type", "err", "--config", ".dependency-cruiser.mjs", folder];
  return await promisify(execFile)(cruiser, args, { cwd: root }).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
}

test.each([
  [
    "the sandbox from a package",
    "apps/polar-sandbox",
    "../../../packages/ledger/dist/index.js",
    "sandbox-shares-nothing",
  ],
  ["an app from a package's inside", "apps/server", "../../../packages/ledger/dist/ledger.js", "public-names-only"],
  [
    "an app from the store's port",
    "apps/server",
    "../../../packages/ledger/dist/store/index.js",
    "store-is-for-engines",
  ],
  [
    "an engine from the store's inside",
    "packages/http",
    "../../../packages/ledger/dist/store/port.js",
    "public-names-only",
  ],
  ["the test support from a command", "packages/ledger/src/commands", "../testing/given.ts", "testing-is-for-tests"],
  [
    "the test support from a package",
    "packages/http",
    "../../../packages/ledger/dist/testing/index.js",
    "testing-is-for-tests",
  ],
  ["the driver before a file is opened", "packages/ledger/src/store", "better-sqlite3", "driver-is-loaded-late"],
  ["the domain from the store", "packages/ledger/src/domain", "../store/port.ts", "ledger-domain"],
  ["the domain from Node", "packages/ledger/src/domain", "node:crypto", "domain-is-pure"],
  ["a query from a command", "packages/ledger/src/queries", "../commands/assign-seat.ts", "ledger-queries"],
])("finds an import that takes %s", async (_, folder, target, rule) => {
  const place = folder.includes("/src") ? folder : `${folder}/src`;
  const planted = `${root}/${place}/planted-${process.pid}.ts`;
  try {
    await writeFile(planted, `import * as taken from "${target}";\nexport const planted = taken;\n`);
    expect(await violations(place)).toContain(rule);
  } finally {
    await rm(planted, { force: true });
  }
});
