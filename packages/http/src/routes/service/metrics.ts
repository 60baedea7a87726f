// GET /metrics: what the API counts of itself, as Prometheus reads it. It counts all organizations together, so that it asks
// for a scope of its own.

import { z } from "zod";
import { merchant } from "../../access/merchant.ts";
import { Reply } from "../../reply.ts";
import { route } from "../../routing/route.ts";

export const metrics = route({
  method: "GET",
  path: "/metrics",
  operationId: "service:metrics",
  tag: "service",
  summary: "Metrics",
  description:
    "Requests by route and status, how long they took, and how far the sync with Polar is, of all organizations together. Names nobody.",
  access: merchant("metrics:read"),
  contentType: "text/plain",
  answer: z.string(),
  answers: "Text for Prometheus",
  async handle({ services: { metrics } }) {
    return new Reply(await metrics.text(), { "Content-Type": metrics.contentType });
  },
});
