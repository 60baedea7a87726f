// Which events a stream tells: what its filters name must be there, and inside the fence.

import { z } from "zod";
import type { EventType } from "../domain/events.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import { reject } from "../domain/rejections.ts";
import { answered, type Query } from "../query.ts";
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

const schema = z.strictObject(filterShape);

export const eventScope: Query<z.output<typeof schema>, EventScope> = {
  args: schema,
  *reads({ types, ...ref }, { fence }) {
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
