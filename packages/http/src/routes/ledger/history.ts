// GET /v1/ledger/history: what happened in the organization, by pages as JSON, or whole as a file. It takes no e-mail: what
// stands in an address is kept by proxies and logs.

import type { LedgerEvent } from "seat-ledger";
import { z } from "zod";
import { merchant, readingLedger } from "../../access/merchant.ts";
import { route } from "../../routing/route.ts";
import { documented } from "../../wire/documented.ts";
import { instantText, pageQuery, shortText, text, uuid } from "../../wire/fields.ts";
import { historyEntry, history as historyPage, historyToWire } from "../../wire/history.ts";
import { acceptedFormat, fileTypes, fileWriters, historyFormats } from "../../wire/history-formats.ts";
import { Refused } from "../../wire/refusal.ts";
import { invalid } from "../../wire/validation.ts";
import { exportReply } from "./shared/export-reply.ts";

const query = z
  .strictObject({
    subscription_id: documented(uuid, { description: "What happened to this subscription and its seats" }).optional(),
    order_id: documented(uuid, { description: "What happened to this order and its seats" }).optional(),
    seat_id: documented(uuid, { description: "What happened to this seat" }).optional(),
    person_id: documented(uuid, { description: "What happened to this holder" }).optional(),
    member_id: documented(uuid, { description: "What happened to this member" }).optional(),
    customer_id: documented(uuid, { description: "What happened to this customer and to what it pays for" }).optional(),
    actor_type: documented(z.enum(["user", "customer", "member", "system", "polar"]), {
      description: "What this kind of actor did",
    }).optional(),
    actor_id: documented(shortText, { description: "What this one of the kind did" }).optional(),
    types: documented(text, {
      description: "Only events of these types, separated by commas",
      examples: ["SeatAssigned,SeatRevoked"],
    }).optional(),
    from: documented(instantText, { description: "Recorded at this time or later" }).optional(),
    until: documented(instantText, { description: "Recorded before this time" }).optional(),
    format: documented(z.enum(historyFormats), { description: "Rather than by `Accept`" }).optional(),
    ...pageQuery,
  })
  .refine(({ actor_type, actor_id }) => actor_id === undefined || actor_type !== undefined, {
    path: ["actor_id"],
    message: "needs an actor_type",
  });

export const history = route({
  method: "GET",
  path: "/v1/ledger/history",
  operationId: "ledger:history",
  tag: "ledger",
  summary: "History",
  description:
    "What happened, oldest first, by any filters, which must all match. As JSON by pages; as CSV or NDJSON the whole, without cursor and limit. In CSV a cell that a spreadsheet would take for a formula begins with an apostrophe.",
  access: merchant(...readingLedger),
  query,
  answer: historyPage,
  answers: "A page of entries, or a file of all",
  alternatives: { [fileTypes.csv]: z.string(), [fileTypes.ndjson]: historyEntry },
  refusals: { 404: "One of those whom a filter names is not there" },
  async handle({
    caller: { ledger },
    query: { format: asked, cursor, limit, ...filters },
    request,
    requestId,
    services,
  }) {
    const format = asked ?? acceptedFormat(request.headers.get("Accept"));
    const filter = filterOf(filters);
    if (format === "json") return historyToWire(await ledger.history({ ...filter, cursor, limit }));
    refusePages({ cursor, limit });
    return await exportReply({
      writer: fileWriters[format],
      entries: (signal) => ledger.export(filter, { signal }),
      onError: (error) => services.onError(error, { requestId }),
    });
  },
});

type Filters = Omit<z.output<typeof query>, "format" | "cursor" | "limit">;

function filterOf({ actor_type: actorType, actor_id: actorId, types, ...given }: Filters) {
  return {
    subscriptionId: given.subscription_id,
    orderId: given.order_id,
    seatId: given.seat_id,
    personId: given.person_id,
    memberId: given.member_id,
    customerId: given.customer_id,
    actor: actorType && { type: actorType, id: actorId },
    // The ledger refuses what is no type.
    types: types?.split(",") as LedgerEvent["type"][] | undefined,
    from: given.from,
    until: given.until,
  };
}

/** A file is whole: part of one would be taken for all. */
function refusePages(given: { readonly cursor: unknown; readonly limit: unknown }): void {
  const wrong = Object.entries(given).filter(([, value]) => value !== undefined);
  if (wrong.length === 0) return;
  const msg = "Value error, belongs to pages of JSON: a file holds everything, leave it out";
  throw new Refused(invalid(wrong.map(([name]) => ({ loc: ["query", name], msg, type: "value_error" }))));
}
