// listSeats: every seat of a pool, revoked ones included: https://polar.sh/docs/api-reference/customer-seats/list

import type { z } from "zod";
import { type SeatsList, seatsListAnswer } from "../answers/seat.ts";
import type { Placed, Versioned } from "../answers/versioned.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import { reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import { answered, type Query } from "../query.ts";
import { readEnd } from "../store/log-queries.ts";
import { readMembersInPool } from "../store/member-queries.ts";
import { findOrganization } from "../store/organization-queries.ts";
import { findPlace } from "../store/place-queries.ts";
import { findPoolBy } from "../store/pool-queries.ts";
import { readShownSeats } from "../store/seat-queries.ts";
import { poolQuerySchema } from "./get-pool.ts";

type PoolQuery = z.output<typeof poolQuerySchema>;

/** The list, and the version of the pool that it is of: both from one reading. */
export const listSeats: Query<PoolQuery, Versioned<SeatsList>> = {
  args: poolQuerySchema,
  *reads(ref, { fence, lists }) {
    const note = lists.noting();
    const found = yield* findPoolBy(ref, fence);
    if (!found) return poolNotFound(ref);
    const { pool, refs } = found;
    const { version, organizationId } = pool;
    const organization = yield* findOrganization(organizationId);
    invariant(organization, "a pool belongs to an organization");
    if (!organization.organization.seatsEnabled) return reject("SeatsNotEnabled", { organizationId });
    const seats = yield* readShownSeats(refs.stream);
    const answer = seatsListAnswer(pool, seats, yield* readMembersInPool(refs, pool.customerId));
    const place = yield* findPlace(refs.stream);
    invariant(place, "a pool that was found stands somewhere");
    note(answer, { place, organizationId });
    return answered({ version, answer });
  },
};

/** The same, and where the log ended: the list holds everything up to there. */
export const placedSeats: Query<PoolQuery, Placed<SeatsList>> = {
  args: poolQuerySchema,
  *reads(ref, asking) {
    const { position } = yield* readEnd();
    const found = yield* listSeats.reads(ref, asking);
    return found.kind === "rejected" ? found : answered({ ...found.answer, position });
  },
};
