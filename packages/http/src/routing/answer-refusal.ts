// How a refusal leaves: in Polar's shape on Polar's routes, as problem details on the ledger's own. Which of the two is decided
// here and nowhere else; the OpenAPI document asks here too.

import { Reply } from "../reply.ts";
import {
  problem,
  problemCodeOf,
  problemReply,
  problemType,
  validationProblem,
  versionProblem,
} from "../wire/problem.ts";
import type { Refusal } from "../wire/refusal.ts";
import { errorBody, validationErrorBody } from "../wire/refusal-schemas.ts";
import type { Tag } from "./tag.ts";

export interface RefusalShape {
  readonly respond: (refusal: Refusal) => Reply;
  readonly contentType: string;
  /** The name by which a client of these routes knows a refusal. */
  readonly nameOf: (refusal: Refusal) => string;
  /** What a status looks like. */
  readonly schemaOf: (
    status: string,
  ) => typeof problem | typeof validationProblem | typeof errorBody | typeof validationErrorBody;
}

const polars: RefusalShape = {
  respond: ({ status, error, detail, headers }) => Reply.json({ error, detail }, headers, status),
  contentType: "application/json",
  nameOf: ({ error }) => error,
  schemaOf: (status) => (status === "422" ? validationErrorBody : errorBody),
};

const problems: RefusalShape = {
  respond: problemReply,
  contentType: problemType,
  nameOf: problemCodeOf,
  schemaOf: (status) => (status === "422" ? validationProblem : status === "412" ? versionProblem : problem),
};

const shapes: Readonly<Record<Tag, RefusalShape>> = {
  "customer-seats": polars,
  "customer-portal": polars,
  ledger: problems,
  service: problems,
};

export function refusalShape(tag: Tag): RefusalShape {
  return shapes[tag];
}

/** For what is answered without a route: the path must be decoded, as routes are found by it. */
export function refusalShapeOfPath(path: string): RefusalShape {
  return /^\/v1\/customer-(seats|portal)(\/|$)/.test(path) ? polars : problems;
}
