// Where a client goes on: after the last event that it has seen, which its browser sends by itself as `Last-Event-ID`.

import type { LedgerEvent, OrganizationLedger } from "seat-ledger";
import { z } from "zod";
import { documented } from "../wire/documented.ts";
import { wholeNumber } from "../wire/fields.ts";
import { Refused } from "../wire/refusal.ts";
import { invalid, validated } from "../wire/validation.ts";

const position = wholeNumber({ from: 0 });
const lastEventId = z.object({ "Last-Event-ID": position });

/** The parameter of every stream that can be resumed. */
export const afterQuery = {
  after: documented(position, {
    description: "A position: what was told up to there is not told again. A `Last-Event-ID` header counts before it",
  }).optional(),
};

/** Null: from the beginning. Throws `Refused` where it lies after the end of the ledger, which would pass over what comes. */
export async function resumeAfter(
  request: Request,
  query: { readonly after?: number | undefined },
  ledger: OrganizationLedger,
): Promise<number | null> {
  const header = request.headers.get("Last-Event-ID") || null;
  const after =
    header === null ? query.after : validated(lastEventId, { "Last-Event-ID": header }, "header")["Last-Event-ID"];
  if (after === undefined) return null;
  if (after <= (await ledger.getPosition())) return after;
  const place = header === null ? (["query", "after"] as const) : (["header", "Last-Event-ID"] as const);
  const msg = "Value error, lies after the last event of this ledger";
  throw new Refused(invalid([{ loc: place, msg, type: "value_error" }]));
}

export interface Filter {
  readonly subscriptionId?: string | null | undefined;
  readonly orderId?: string | null | undefined;
  readonly types?: readonly LedgerEvent["type"][] | null | undefined;
}

/** Of the first event after a position that matches; null where there is none yet. */
export async function nextPosition(ledger: OrganizationLedger, filter: Filter, after: number): Promise<number | null> {
  const caughtUp = new AbortController();
  const onCaughtUp = () => caughtUp.abort();
  for await (const event of ledger.events({ ...filter, after, onCaughtUp, signal: caughtUp.signal }))
    return event.position;
  return null;
}
