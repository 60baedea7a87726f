// The HTTP side: every route, who may ask, and how a refusal looks. It decides nothing itself.

import { Hono } from "hono";
import { PolarSandboxError, resourceNotFound } from "../errors.ts";
import type { SandboxState } from "../state.ts";
import { authenticate, type SandboxEnv } from "./authenticate.ts";
import { claimRoutes } from "./claim.ts";
import { customerSeatRoutes } from "./customer-seats.ts";
import { customerRoutes } from "./customers.ts";
import { eventRoutes } from "./events.ts";
import { memberRoutes } from "./members.ts";
import { orderRoutes } from "./orders.ts";
import { organizationRoutes } from "./organizations.ts";
import { refusal } from "./refusal.ts";
import { subscriptionRoutes } from "./subscriptions.ts";
import { webhookRoutes } from "./webhooks.ts";

export function createApp(state: SandboxState, accessToken: string): Hono<SandboxEnv> {
  // Not strict: Polar redirects to the path with or without the last slash, the sandbox simply takes both.
  const app = new Hono<SandboxEnv>({ strict: false });
  app.route("/v1/customer-seats/claim", claimRoutes(state));
  app.use("/v1/*", authenticate(state, accessToken));
  app.route("/v1/customer-seats", customerSeatRoutes(state));
  app.route("/v1/subscriptions", subscriptionRoutes(state));
  app.route("/v1/orders", orderRoutes(state));
  app.route("/v1/customers", customerRoutes(state));
  app.route("/v1/members", memberRoutes(state));
  app.route("/v1/webhooks", webhookRoutes(state));
  app.route("/v1/events", eventRoutes(state));
  app.route("/v1", organizationRoutes(state));
  app.notFound(() => refusal(resourceNotFound()));
  app.onError((error) => {
    if (error instanceof PolarSandboxError) return refusal(error);
    throw error;
  });
  return app;
}
