// The sandbox's README names every switch, every operation and every route that steers it.

import { readFileSync } from "node:fs";
import { createPolarSandbox } from "@seat-ledger/polar-sandbox";
import { expect, test } from "vitest";

const readme = readFileSync(new URL("../../apps/polar-sandbox/README.md", import.meta.url), "utf8");

/** What stands in the first column of a table's rows. */
const switches = new Set(
  [...readme.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  ),
);

test("every fault has a row", () => {
  const sandbox = createPolarSandbox();
  sandbox.faults.set({ rateLimit: 1 });
  for (const name of Object.keys(sandbox.faults.current() ?? {})) expect(switches).toContain(name);
});

test("every step that can be told of has a row", () => {
  const untold =
    /^(get|list|is|invitationTokenOf|resendInvitation|createOrganization|requests|traffic|forgetTraffic|holdings|fetch)/;
  const { emit: _, ...sandbox } = createPolarSandbox();
  const steps = Object.entries(sandbox).filter(([name, value]) => typeof value === "function" && !untold.test(name));
  expect(steps.length).toBeGreaterThan(20);
  for (const [name] of steps) expect(switches).toContain(name);
});
