// An input as the ledger keeps it: as it came, with what can be told of it at once. What it means for the ledger is asked
// when it is applied.

import type { Inbox } from "seat-ledger";
import { type InputKind, readInput } from "../translate/read-input.ts";
import type { Says } from "../translate/reading.ts";

export type Observation = Parameters<Inbox["keep"]>[0][number];
export type KeptObservation = NonNullable<Awaited<ReturnType<Inbox["get"]>>>;

/** An input, and what only its receiver knows. */
export interface Input {
  readonly kind: InputKind;
  readonly origin: Observation["origin"];
  /** Unique for good; the same for a webhook and for its entry in the delivery log. */
  readonly originId: string;
  readonly body: string;
  readonly observedAt: Date;
  /** Whose it is where it doesn't tell; null where nobody can tell. */
  readonly organizationId: string | null;
  /** Where it stands beside the body, as in the delivery log. */
  readonly apiVersion?: string | null;
}

export function observationOf({ kind, body: given, ...input }: Input): Observation {
  const body = keepable(given);
  const { type, subject, sourceAt, people, says, ...read } = readInput(kind, body);
  return {
    origin: input.origin,
    originId: input.originId,
    organizationId: read.organizationId ?? input.organizationId,
    type: wordOf(type) ?? "(malformed)",
    subject,
    apiVersion: wordOf(read.apiVersion ?? input.apiVersion ?? null),
    sourceAt: sourceAt && timeIsKeepable(sourceAt) ? sourceAt : null,
    observedAt: input.observedAt,
    body,
    people,
    ...stateOf(says),
  };
}

const longestProblem = 1_000;

function stateOf(says: Says): Pick<Observation, "state" | "problem"> {
  switch (says.kind) {
    case "unread":
      return { state: "unread", problem: says.problem.slice(0, longestProblem) };
    case "nothing":
      return { state: "applied" };
    default:
      return { state: "waiting" };
  }
}

/** No database holds these everywhere, and JSON has no use for them: what came with them is unread anyway. */
function keepable(body: string): string {
  return body.replaceAll("\0", "\uFFFD").toWellFormed();
}

/** A word of Polar's own, as it names its types and versions; what is none isn't repeated outside of the body. */
function wordOf(text: string | null): string | null {
  return text !== null && /^[\w.:-]{1,200}$/.test(text) ? text : null;
}

/** The ledger keeps times of the years 1 to 9999. */
function timeIsKeepable(time: Date): boolean {
  const year = time.getUTCFullYear();
  return year > 1 && year < 9999;
}
