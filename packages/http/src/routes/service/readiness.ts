// GET /readyz: whether requests can be served now. It asks the ledger, and whoever made the API.

import { z } from "zod";
import { everybody } from "../../access/access.ts";
import { route } from "../../routing/route.ts";

export const readiness = route({
  method: "GET",
  path: "/readyz",
  operationId: "service:readiness",
  tag: "service",
  summary: "Readiness",
  description: "Whether requests can be served now: until then every route but the service's own is 503.",
  access: everybody,
  answer: z.object({ status: z.literal("ready") }),
  answers: "It serves",
  refusals: { 503: "Not ready yet, stopping, or the ledger does not answer" },
  async handle({ services: { ledger, refuseUnready, streams } }) {
    refuseUnready();
    streams.refuseWhenStopped();
    await ledger.getPosition();
    return { status: "ready" as const };
  },
});
