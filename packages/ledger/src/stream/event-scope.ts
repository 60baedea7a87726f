// Which events a stream tells: what its filters name must be there, and inside the fence.

import { z } from "zod";
import { maybe } from "../arguments.ts";
import type { EventType } from "../domain/events.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import { reject } from "../domain/rejections.ts";
import { answered, type Query } from "../query.ts";
import { readHead } from "../store/log-queries.ts";
import { findOrganization } from "../store/organization-queries.ts";
import { findPoolBy } from "../store/pool-queries.ts";
import { filterShape } from "./stream-args.ts";

/** Null where it does not matter. Streams are named by their numbers. */
export interface EventScope {
  readonly pool: number | null;
  readonly organization: number | null;
  readonly types: readonly EventType[] | null;
}

export const everyEvent: EventScope = { pool: null, organization: null, types: null };

const schema = z.strictObject({ ...filterShape, after: maybe(z.int()) });

export const eventScope: Query<z.output<typeof schema>, EventScope> = {
  args: schema,
  *reads({ types, after, ...ref }, { fence }) {
    // Whoever waited there would miss what comes until then: a ledger that was restored may be shorter than one remembers.
    if (after !== null && after > (yield* readHead()).position) {
      const message = "lies after the last event of this ledger: pass the position of an event that it told";
      return reject("InvalidRequest", { issues: [{ path: "after", message }] });
    }
    const organization = fence === null ? null : yield* findOrganization(fence);
    if (fence !== null && !organization) return reject("OrganizationNotFound", { organizationId: fence });
    const isOfOne = ref.subscriptionId !== null || ref.orderId !== null;
    const pool = isOfOne ? yield* findPoolBy(ref, fence) : null;
    if (isOfOne && !pool) return poolNotFound(ref);
    return answered({
      pool: pool?.refs.stream ?? null,
      organization: organization?.stream ?? null,
      types: types && [...new Set(types)],
    });
  },
};
