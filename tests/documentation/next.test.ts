// The page for Next: the files on it, pasted into a new user's app, are checked against Next's own types, built and served by Next
// itself, without a network; Polar's own SDK works against it, streams stream, and it stops at once.

import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freshFolder, paste } from "./fresh-folder.ts";
import { type Program, run } from "./program.ts";
import { servesPolarsSdk, subscriptionId } from "./serves-polars-sdk.ts";

const packages = ["next", "react", "react-dom", "typescript", "@types/node", "@types/react"];
const authorized = { headers: { Authorization: "Bearer change-me" } };
/** Asks of the subscription's seats; an answer that doesn't end is given up. */
const seatsOf = (url: string, path: string) => {
  const signal = AbortSignal.timeout(120_000);
  return fetch(`${url}${path}?subscription_id=${subscriptionId}`, { ...authorized, signal });
};

let folder: string;
const programs: Program[] = [];

function next(...parameters: readonly string[]): Program {
  const program = run(folder, ["node_modules/next/dist/bin/next", ...parameters]);
  programs.push(program);
  return program;
}

/** The address that a server of Next prints. */
const address = (server: Program) => server.printed(/Local:\s+(http:\/\/localhost:\d+)/);

beforeEach(async () => {
  folder = await freshFolder(["seat-ledger", "@seat-ledger/http", ...packages]);
  // As Next's own generator of apps sets it, and a route that is none of the API's.
  await writeFile(join(folder, "tsconfig.json"), '{ "compilerOptions": { "strict": true, "skipLibCheck": true } }');
  await mkdir(join(folder, "app/echo"), { recursive: true });
  const echo = "export const POST = async (request: Request) => Response.json(await request.json());\n";
  await writeFile(join(folder, "app/echo/route.ts"), echo);
  await paste("next", folder);
});

afterEach(async () => {
  for (const program of programs.splice(0)) {
    program.kill();
    await program.ended;
  }
  await rm(folder, { recursive: true, force: true });
});

test("Next builds the app of docs/next.md, whose types are right, and serves Polar's SDK with it", async () => {
  // One of the routes beside /v1, by the line that the page gives for it.
  const page = await readFile(new URL("../../docs/next.md", import.meta.url), "utf8");
  const [, path = "", line = ""] = /`(app\/readyz\/route.ts)` with `(.+)`\./.exec(page) ?? [];
  await mkdir(join(folder, "app/readyz"));
  await writeFile(join(folder, path), line);

  const build = next("build");
  expect([await build.ended, build.output()]).toEqual([0, expect.stringContaining("Finished TypeScript")]);
  const ledgerIsThere = () => existsSync(join(folder, "seats.db"));
  expect(ledgerIsThere()).toBe(false);
  const server = next("start", "--port", "0");
  const url = await address(server);
  await expect.poll(ledgerIsThere, { timeout: 120_000 }).toBe(true);
  await servesPolarsSdk(url, server);

  const pool = await fetch(`${url}/v1/ledger/pools/${subscriptionId}`, authorized);
  expect(await pool.json()).toMatchObject({ seats: 5, claimed: 1 });
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(await seatsOf(url, "/v1/customer-seats/")).toMatchObject({ status: 200, redirected: false });
  const refused = await fetch(`${url}/v1/customer-seats`, { method: "PUT" });
  expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);

  // A stream tells at once, and is no reason not to stop.
  const { body } = await seatsOf(url, "/v1/ledger/streams/seats");
  let told = "";
  for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    told += text;
    if (told.includes("data:")) server.stop();
  }
  expect(told).toMatch(/^data: \{"seats":\[.*^event: end\ndata: \{"reason":"Stopping"\}/ms);
  expect(await server.ended).toBe(143);
});

test("Next's development server opens one ledger, whatever changes in the app of docs/next.md, under a base path too", async () => {
  const file = join(folder, "seats.ts");
  const asItStands = await readFile(file, "utf8");
  const opening = 'console.log("opened once");\n  const ledger';
  const told = asItStands.replace("const ledger", opening).concat('\nconsole.log("loaded as version 1");\n');
  await writeFile(file, told);
  const config = await readFile(join(folder, "next.config.ts"), "utf8");
  await writeFile(join(folder, "next.config.ts"), config.replace("  skip", '  basePath: "/team",\n  skip'));

  const server = next("dev", "--port", "0");
  const url = `${await address(server)}/team`;
  expect((await seatsOf(url, "/v1/customer-seats")).status).toBe(200);
  await writeFile(file, told.replace("version 1", "version 2"));
  await expect
    .poll(
      async () => {
        expect((await seatsOf(url, "/v1/customer-seats")).status).toBe(200);
        return server.output();
      },
      { timeout: 120_000 },
    )
    .toContain("loaded as version 2");
  expect(server.output().match(/opened once/g)).toHaveLength(1);
});
