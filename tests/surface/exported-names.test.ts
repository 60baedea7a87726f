// The public names, counted: a name that comes or goes is a decision, not an accident.

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const packages = ["seat-ledger", "seat-ledger/store", "seat-ledger/testing", "@seat-ledger/polar", "@seat-ledger/http"];

/** Values and types alike, as the entry's declarations list them. */
async function publicNames(name: string): Promise<readonly string[]> {
  const entry = new URL(import.meta.resolve(name).replace(/\.js$/, ".d.ts"));
  const declarations = await readFile(entry, "utf8");
  const lists = [...declarations.matchAll(/export (?:type )?\{([^}]*)\}/g)].map(([, names = ""]) => names);
  return lists
    .flatMap((names) => names.split(","))
    .map(
      (one) =>
        one
          .trim()
          .replace(/^type /, "")
          .split(" as ")
          .at(-1) ?? "",
    )
    .filter((one) => one !== "")
    .sort();
}

test.each(packages)("%s exports these names and no others", async (name) => {
  expect(await publicNames(name)).toMatchSnapshot();
});

test("the main entry stays small", async () => {
  expect((await publicNames("seat-ledger")).length).toBeLessThanOrEqual(40);
});

test.each(packages)("%s exports nothing by wildcard", async (name) => {
  const entry = new URL(import.meta.resolve(name).replace(/\.js$/, ".d.ts"));
  expect(await readFile(entry, "utf8")).not.toMatch(/export \*/);
});
