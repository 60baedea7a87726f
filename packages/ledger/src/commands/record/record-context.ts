// Where recorded facts come from: the source and its id, and, where we asked the source to do it, who asked.

import { z } from "zod";
import { instant, maybe, text } from "../../arguments.ts";
import type { Origin } from "../../domain/events.ts";
import { actorSchema, requestOf, requestShape } from "../shared/context.ts";

export const recordContextSchema = z
  .strictObject({
    origin: z.enum(["webhook", "delivery-log", "listing", "polar-events", "write-through"] satisfies Origin[]),
    originId: text,
    observedAt: instant,
    /** Who asked, where we asked the source to do it ourselves: with the origin `write-through` alone. */
    actor: maybe(actorSchema),
    ...requestShape,
  })
  .superRefine(({ origin, ...given }, context) => {
    if (origin === "write-through") return;
    for (const path of ["actor", "reason", "ip", "userAgent"] as const) {
      if ((given[path] ?? null) === null) continue;
      context.addIssue({ code: "custom", path: [path], message: "belongs to the origin write-through: leave it out" });
    }
  })
  .transform(({ origin, originId, observedAt, actor, ...request }) => ({
    source: { origin, originId, observedAt },
    actor: actor ?? { type: "polar" as const, id: null },
    request: requestOf(request),
  }));

/**
 * Where the facts come from. With the origin `write-through` (we asked the source to do it) also who asked, as in a command:
 * the actor is `{ type: "polar" }` unless said otherwise.
 */
export type RecordContext = z.input<typeof recordContextSchema>;
