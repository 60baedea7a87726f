// listSeats: every seat of a pool, revoked ones included: https://polar.sh/docs/api-reference/customer-seats/list

import type { z } from "zod";
import { type SeatsList, seatsListAnswer } from "../answers/seat.ts";
import { reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import { answered, type Query } from "../query.ts";
import { findPoolBy, poolNotFound } from "../store/find-pool-by.ts";
import { readMembersInPool } from "../store/member-queries.ts";
import { findOrganization } from "../store/organization-queries.ts";
import { withSeats } from "../store/pool-queries.ts";
import { poolQuerySchema } from "./get-pool.ts";

export const listSeats: Query<z.output<typeof poolQuerySchema>, SeatsList> = {
  args: poolQuerySchema,
  *reads(ref, { fence }) {
    const found = yield* findPoolBy(ref);
    if (!found || (fence !== null && found.pool.organizationId !== fence)) return poolNotFound(ref);
    const organization = yield* findOrganization(found.pool.organizationId);
    invariant(organization, "a pool belongs to an organization");
    if (!organization.organization.seatsEnabled) {
      return reject("SeatsNotEnabled", { organizationId: found.pool.organizationId });
    }
    const { pool, refs } = yield* withSeats(found);
    return answered(seatsListAnswer(pool, yield* readMembersInPool(refs.stream)));
  },
};
