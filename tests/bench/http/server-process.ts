// One server of the measure `http`, in a process of its own: the seat API over a ledger of full pools of 25 seats, or a bare
// route that answers a constant. Tells its parent where it is, and stops when its parent lets go of it.

import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { createSeatApi } from "@seat-ledger/http";
import { Hono } from "hono";
import { openLedger } from "seat-ledger";
import { openPools } from "./pools.ts";
import { type Scene, type Served, token } from "./served.ts";

const [, , given = "{}"] = process.argv;
const scene = JSON.parse(given) as Scene;
const { fetch, pools } = scene.kind === "ledger" ? await seatApi(scene) : bare(scene);

const options = { fetch, hostname: "127.0.0.1", port: 0 };
serve(options, ({ port }: AddressInfo) => process.send?.({ port, pools } satisfies Served));
process.once("disconnect", () => process.exit(0));

async function seatApi({ file, full, empty }: Extract<Scene, { readonly kind: "ledger" }>) {
  const setUp = await openLedger({ file, durability: "normal" });
  const { id: organizationId } = await setUp.registerOrganization({ name: "Acme", slug: "acme" });
  const { id: customerId } = await setUp.registerCustomer({ organizationId, email: "buyer@example.com" });
  const pools = await openPools(setUp, { organizationId, customerId }, { full, empty });
  await setUp.close();
  const ledger = await openLedger({ file });
  const principal = {
    ...{ type: "organization" as const, organizationId },
    scopes: ["customer_seats:read", "customer_seats:write"],
  };
  const expected = `Bearer ${token}`;
  const api = createSeatApi({
    ledger,
    authenticate: async (request) => (request.headers.get("Authorization") === expected ? principal : null),
  });
  return { fetch: api.fetch, pools };
}

function bare({ bytes }: Extract<Scene, { readonly kind: "bare" }>) {
  const app = new Hono();
  const answers = { get: "x".repeat(bytes.get), post: "x".repeat(bytes.post) };
  const headers = { "Content-Type": "application/json" };
  app.get("/v1/customer-seats", (context) => context.body(answers.get, 200, headers));
  app.post("/v1/customer-seats", (context) => context.body(answers.post, 200, headers));
  return { fetch: app.fetch, pools: [] };
}
