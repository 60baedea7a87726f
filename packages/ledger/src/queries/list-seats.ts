// listSeats: every seat of a pool, revoked ones included: https://polar.sh/docs/api-reference/customer-seats/list

import { z } from "zod";
import { sourceOf } from "../answers/pool.ts";
import { type SeatsList, seatsListAnswer } from "../answers/seat.ts";
import type { Placed, Versioned } from "../answers/versioned.ts";
import type { OrganizationId } from "../domain/ids.ts";
import { poolNotFound } from "../domain/pool-ref.ts";
import { reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import { isSamePlace, type ReadAt } from "../known-lists.ts";
import { answered, type Query } from "../query.ts";
import { readEnd } from "../store/log-queries.ts";
import { readMembersInPool } from "../store/member-queries.ts";
import { findOrganization } from "../store/organization-queries.ts";
import { findPlace } from "../store/place-queries.ts";
import { findPoolBy } from "../store/pool-queries.ts";
import { readShownSeats } from "../store/seat-queries.ts";
import { poolQuerySchema } from "./get-pool.ts";

export const listSeatsOptionsSchema = z
  .strictObject({
    known: z.custom<SeatsList>(isList, "must be a list that listSeats answered").optional(),
  })
  .prefault({});

/** Whether it is one that was answered here is not looked up before it is asked for. */
function isList(given: unknown): boolean {
  return typeof given === "object" && given !== null && "seats" in given && Array.isArray(given.seats);
}

export interface ListSeatsOptions {
  /** A list that this ledger answered before: where nothing of it has changed since, this very object is answered. */
  readonly known?: SeatsList | undefined;
}

type PoolQuery = z.output<typeof poolQuerySchema>;

/** The list, and the version of the pool that it is of: both from one reading. `known` itself, where it is still so. */
export function versionedSeats(known: SeatsList | null): Query<PoolQuery, Versioned<SeatsList>> {
  return {
    args: poolQuerySchema,
    *reads(ref, { fence, lists }) {
      const at = known && lists.readAt(known);
      if (at && isAskedFor(at, ref, fence) && isSamePlace(at.place, yield* findPlace(at.place.stream))) {
        return answered({ version: at.place.version, answer: known });
      }
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
      note(answer, { place, organizationId, ...sourceOf(pool) });
      return answered({ version, answer });
    },
  };
}

/**
 * An order's id is no subscription's; what is another organization's is not there; and who names a checkout names neither id, for
 * which pool that means may change without a change of any.
 */
function isAskedFor(
  { subscriptionId, orderId, organizationId }: ReadAt,
  asked: PoolQuery,
  fence: OrganizationId | null,
): boolean {
  const isInside = fence === null || organizationId === fence;
  return isInside && subscriptionId === asked.subscriptionId && orderId === asked.orderId;
}

/** The same, and where the log ended: the list holds everything up to there. */
export function placedSeats(known: SeatsList | null): Query<PoolQuery, Placed<SeatsList>> {
  const { args, reads } = versionedSeats(known);
  return {
    args,
    *reads(ref, asking) {
      const { position } = yield* readEnd();
      const found = yield* reads(ref, asking);
      return found.kind === "rejected" ? found : answered({ ...found.answer, position });
    },
  };
}
