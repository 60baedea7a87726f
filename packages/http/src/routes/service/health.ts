// GET /healthz: the program runs and answers. It asks nothing of the ledger.

import { z } from "zod";
import { everybody } from "../../access/access.ts";
import { route } from "../../routing/route.ts";

export const health = route({
  method: "GET",
  path: "/healthz",
  operationId: "service:health",
  tag: "service",
  summary: "Health",
  access: everybody,
  answer: z.object({ status: z.literal("ok") }),
  answers: "It is alive",
  handle: () => ({ status: "ok" as const }),
});
