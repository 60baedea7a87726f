// list, get, newest: what was kept, as a fenced ledger may see it.

import { z } from "zod";
import { cursorAfter, cursorFor, cursorSchema, limitSchema } from "../answers/cursor.ts";
import { idOf, maybe, text } from "../arguments.ts";
import type { OrganizationId } from "../domain/ids.ts";
import { reject } from "../domain/rejections.ts";
import { answered, type Query } from "../query.ts";
import { findNewestApplied, findObservation, readObservations } from "../store/observation-queries.ts";
import { type KeptObservation, keptObservation, originSchema, stateSchema } from "./observation.ts";

const listSchema = z.strictObject({
  state: maybe(stateSchema),
  origin: maybe(originSchema),
  type: maybe(text),
  subject: maybe(text),
  organizationId: maybe(idOf<OrganizationId>()),
  cursor: cursorSchema,
  limit: limitSchema,
});

/** Which observations; all filters that are given must match. 100 a page, unless `limit` says otherwise, at most 1,000. */
export type ListObservationsArgs = z.input<typeof listSchema>;

/** Some of the observations that were asked for. */
export interface ObservationsPage {
  readonly observations: readonly KeptObservation[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly next: string | null;
}

export const listObservations: Query<z.output<typeof listSchema>, ObservationsPage> = {
  args: listSchema,
  *reads({ cursor, limit, organizationId, ...given }, { fence }) {
    const { state, origin, type, subject } = given;
    if (fence !== null && organizationId !== null && organizationId !== fence) {
      return reject("OrganizationNotFound", { organizationId });
    }
    const filter = { state, origin, type, subject, organization_id: organizationId ?? fence };
    const bound = ["observations", ...Object.values(filter)];
    const after = cursorAfter(cursor, bound);
    if (after === null) {
      return reject("InvalidRequest", { issues: [{ path: "cursor", message: "belongs to another list" }] });
    }
    const found = yield* readObservations(filter, { after, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return answered({
      observations: page.map(keptObservation),
      next: last ? cursorFor(last.arrival, bound) : null,
    });
  },
};

const getSchema = z.strictObject({ originId: text });

export const getObservation: Query<z.output<typeof getSchema>, KeptObservation | null> = {
  args: getSchema,
  *reads({ originId }, { fence }) {
    const row = yield* findObservation(originId);
    return answered(row && (fence === null || row.organization_id === fence) ? keptObservation(row) : null);
  },
};

const newestSchema = z.strictObject({ subject: text });

export const newestObservation: Query<z.output<typeof newestSchema>, KeptObservation | null> = {
  args: newestSchema,
  *reads({ subject }, { fence }) {
    const row = yield* findNewestApplied(subject, fence);
    return answered(row && keptObservation(row));
  },
};
