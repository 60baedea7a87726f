// settle: says of observations what became of them, of all of them or of none.

import { z } from "zod";
import { maybe, text } from "../arguments.ts";
import { reject } from "../domain/rejections.ts";
import { answered } from "../query.ts";
import { readStandings, settleObservation } from "../store/observation-queries.ts";
import { type Change, refused } from "./change.ts";
import { settledSchema } from "./observation.ts";

const mostAtOnce = 1_000;
const schema = z
  .array(z.strictObject({ originId: text, state: settledSchema, problem: maybe(text) }))
  .max(mostAtOnce, "must be at most 1,000 observations: settle them in parts");

/** What became of an observation: facts were derived from it, or it can't be read. */
export interface Settlement {
  readonly originId: string;
  readonly state: "applied" | "unread";
  /** Why it can't be read: names of fields, never what stood in them. */
  readonly problem?: string | null | undefined;
}

export const settleObservations: Change<z.output<typeof schema>, void> = {
  args: schema,

  *plan(settlements, { fence }) {
    const known = yield* readStandings(settlements.map(({ originId }) => originId));
    const unknown = settlements.findIndex(({ originId }) => {
      const standing = known.get(originId);
      return !standing || (fence !== null && standing.organization_id !== fence);
    });
    if (unknown >= 0) {
      const message = "is not known here: keep the observation before it is settled";
      return refused(reject("InvalidRequest", { issues: [{ path: `${unknown}.originId`, message }] }));
    }
    const writes = settlements.map(({ originId, state, problem }) => settleObservation(originId, state, problem));
    return { writes, answer: answered(undefined) };
  },
};
