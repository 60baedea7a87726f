// listSeats: every seat of a pool, revoked ones included: https://polar.sh/docs/api-reference/customer-seats/list

import type { z } from "zod";
import { sourceOf } from "../answers/pool.ts";
import { type SeatsList, seatsListAnswer } from "../answers/seat.ts";
import type { Placed, Versioned } from "../answers/versioned.ts";
import type { OrganizationId } from "../domain/ids.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import { reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import type { RememberedList } from "../list-memory.ts";
import { answered, type Query } from "../query.ts";
import { readEnd } from "../store/log-queries.ts";
import { readMembersInPool } from "../store/member-queries.ts";
import { findOrganization } from "../store/organization-queries.ts";
import { findPlace } from "../store/place-queries.ts";
import { findPoolBy } from "../store/pool-queries.ts";
import { readShownSeats } from "../store/seat-queries.ts";
import { poolQuerySchema } from "./get-pool.ts";

/** The list, and the version of the pool that it is of: both from one reading. */
export const versionedSeats: Query<z.output<typeof poolQuerySchema>, Versioned<SeatsList>> = {
  args: poolQuerySchema,
  *reads(ref, { fence, lists }) {
    const id = ref.subscriptionId ?? ref.orderId;
    const place = id === null ? null : yield* findPlace(id);
    const known = place && lists.recall(place);
    if (known && isAskedFor(known, ref, fence)) return answered(known);
    const found = yield* findPoolBy(ref, fence);
    if (!found) return poolNotFound(ref);
    const organization = yield* findOrganization(found.pool.organizationId);
    invariant(organization, "a pool belongs to an organization");
    if (!organization.organization.seatsEnabled) {
      return reject("SeatsNotEnabled", { organizationId: found.pool.organizationId });
    }
    const { pool, refs } = found;
    const seats = yield* readShownSeats(refs.stream);
    const members = yield* readMembersInPool(refs, pool.customerId);
    const { version, organizationId } = pool;
    const list = { version, organizationId, ref: sourceOf(pool), answer: seatsListAnswer(pool, seats, members) };
    if (place) lists.remember(list, place);
    return answered(list);
  },
};

/** An order's id is no subscription's; and what is another organization's is not there. */
function isAskedFor(
  { ref, organizationId }: RememberedList,
  asked: Pick<z.output<typeof poolQuerySchema>, "subscriptionId" | "orderId">,
  fence: OrganizationId | null,
): boolean {
  const isInside = fence === null || organizationId === fence;
  return isInside && ref.subscriptionId === asked.subscriptionId && ref.orderId === asked.orderId;
}

/** The same, and where the log ended: the list holds everything up to there. */
export const placedSeats: Query<z.output<typeof poolQuerySchema>, Placed<SeatsList>> = {
  args: poolQuerySchema,
  *reads(ref, asking) {
    const { position } = yield* readEnd();
    const found = yield* versionedSeats.reads(ref, asking);
    return found.kind === "rejected" ? found : answered({ ...found.answer, position });
  },
};
