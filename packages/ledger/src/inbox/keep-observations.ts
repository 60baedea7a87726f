// keep: takes in what came, all of it or nothing. What is known by its id stays as it was kept first; the body of what names
// a forgotten person is not taken.

import { z } from "zod";
import { reject } from "../domain/rejections.ts";
import { answered } from "../query.ts";
import { readForgottenAmong } from "../store/forgotten-queries.ts";
import { readLastArrival, readStandings, type Standing, writeObservation } from "../store/observation-queries.ts";
import type { Bound } from "../store/query.ts";
import { type Change, refused } from "./change.ts";
import { type ObservationState, observationSchema, rowOf } from "./observation.ts";

const mostAtOnce = 1_000;
const schema = z.array(observationSchema).max(mostAtOnce, "must be at most 1,000 observations: keep them in parts");

/** What became of an observation at the door. */
export interface KeptAs {
  readonly originId: string;
  /** False where one with this id was kept before, which stays as it is. */
  readonly isNew: boolean;
  /** Of the one that is kept. */
  readonly state: ObservationState;
}

export const keepObservations: Change<z.output<typeof schema>, readonly KeptAs[]> = {
  args: schema,

  *plan(observations, { fence }) {
    const foreign = observations.find(({ organizationId }) => fence !== null && organizationId !== fence);
    if (foreign) return refused(reject("OrganizationNotFound", { organizationId: foreign.organizationId }));
    const known = new Map<string, Standing>(yield* readStandings(observations.map(({ originId }) => originId)));
    const taken = observations.findIndex(({ originId }) => isElsewhere(known.get(originId), fence));
    if (taken >= 0) {
      const message = "must be unique: it is the id of another observation";
      return refused(reject("InvalidRequest", { issues: [{ path: `${taken}.originId`, message }] }));
    }
    const forgotten = yield* readForgottenAmong([...new Set(observations.flatMap(({ people }) => people))]);
    let arrival = yield* readLastArrival();
    const writes: Bound[] = [];
    const answer = observations.map((observation): KeptAs => {
      const { originId } = observation;
      const before = known.get(originId);
      if (before) return { originId, isNew: false, state: before.state as ObservationState };
      arrival += 1;
      const row = rowOf(
        observation,
        arrival,
        observation.people.some((id) => forgotten.has(id)),
      );
      known.set(originId, row);
      writes.push(writeObservation(row));
      return { originId, isNew: true, state: observation.state };
    });
    return { writes, answer: answered(answer) };
  },
};

/** Ids are unique in the whole ledger; whose one is stays untold. */
function isElsewhere(standing: Standing | undefined, fence: string | null): boolean {
  return standing !== undefined && fence !== null && standing.organization_id !== fence;
}
