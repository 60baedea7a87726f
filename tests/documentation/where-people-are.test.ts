// The pages for Hono, Express, Fastify and Next: the program on each runs as it stands, beside a route of the app's own that
// reads bodies, and Polar's own SDK works against it, unmodified. Of Next, the handler runs, not Next itself: its build is too
// slow for every run of the tests, and all that Next does to a route handler is to call it with a Request.

import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPolar } from "@polar-sh/sdk/2026-10";
import { afterEach, beforeEach, expect, test } from "vitest";

const subscriptionId = "1b0e6d9c-9d0e-4b8e-8f0a-1c2d3e4f5a6b";

let folder: string;
let script: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "seat-ledger-page-"));
  // Beside this file, so that the packages resolve as they do for a user who installed them.
  script = fileURLToPath(new URL(`page-${randomUUID()}.ts`, import.meta.url));
});

afterEach(async () => {
  child?.kill("SIGKILL");
  await rm(script, { force: true });
  await rm(folder, { recursive: true, force: true });
});

/** What calls Next's handler: a server of Node around the exported methods. */
const aroundNext = `
import { serve } from "@hono/node-server";
const methods: Record<string, typeof handle> = { DELETE: handle, GET: handle, HEAD: handle, OPTIONS: handle, POST: handle };
const fetch = async (request: Request) =>
  new URL(request.url).pathname === "/echo"
    ? Response.json(await request.json())
    : (methods[request.method]?.(request) ?? new Response(null, { status: 405 }));
serve({ fetch, port: Number(process.env.PORT), overrideGlobalObjects: false }, ({ port }) => console.log(\`listening \${port}\`));
`;

async function started(page: string) {
  const markdown = await readFile(new URL(`../../docs/${page}.md`, import.meta.url), "utf8");
  const [, code = ""] = /^```ts\n([\s\S]*?)^```$/m.exec(markdown) ?? [];
  await writeFile(script, page === "next" ? code + aroundNext : code);
  const env = { PATH: process.env["PATH"] ?? "", PORT: "0" };
  const running = spawn(process.execPath, [script], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  child = running;
  let output = "";
  running.stdout.on("data", (chunk) => {
    output += chunk;
  });
  const printed = async (pattern: RegExp) => {
    await expect.poll(() => output, { timeout: 30_000 }).toMatch(pattern);
    return pattern.exec(output)?.[1] ?? "";
  };
  return { url: `http://localhost:${await printed(/listening (\d+)/)}`, printed };
}

test.each(["hono", "express", "fastify", "next"])(
  "the program of docs/%s.md serves Polar's SDK as it stands",
  async (page) => {
    const { url, printed } = await started(page);
    const polar = createPolar({ accessToken: "change-me", baseUrl: url, timeout: 30 });
    const seat = await polar.customerSeats.assignSeat({
      subscription_id: subscriptionId,
      email: "jane@customer.example",
    });
    const invitationToken = await printed(new RegExp(`invited ${seat.id} (\\S+)`));
    const info = await polar.customerSeats.getClaimInfo(invitationToken);
    expect(info).toMatchObject({ can_claim: true, product_name: "Team" });
    const claimed = await polar.customerSeats.claimSeat({ invitation_token: invitationToken });
    expect(claimed.seat).toMatchObject({ id: seat.id, status: "claimed" });
    const other = await polar.customerSeats.assignSeat({
      subscription_id: subscriptionId,
      email: "joe@customer.example",
    });
    await polar.customerSeats.resendInvitation(other.id);
    expect(await polar.customerSeats.revokeSeat(other.id)).toMatchObject({ status: "revoked" });
    const list = await polar.customerSeats.listSeats({ subscription_id: subscriptionId });
    expect(list).toMatchObject({ total_seats: 5, available_seats: 4 });

    const head = await fetch(`${url}/v1/customer-seats?subscription_id=${subscriptionId}`, { method: "HEAD" });
    expect(head.status).toBe(401);
    const headers = { "Content-Type": "application/json" };
    const echoed = await fetch(`${url}/echo`, { method: "POST", headers, body: '{"mine":1}' });
    expect(await echoed.json()).toEqual({ mine: 1 });
  },
);
