// history: what happened, by whatever it was about: to whom, by whom, when; for each event of a seat its status before and
// after and its holder at that time.

import { z } from "zod";
import { cursorAfter, cursorFor, cursorSchema, limitSchema } from "../answers/cursor.ts";
import { eventTypes } from "../answers/event.ts";
import { idOf, instant, maybe, poolRefShape, text, uuid } from "../arguments.ts";
import type { RecordedEvent } from "../domain/events.ts";
import { type CustomerId, emailKey, type MemberId, type OrganizationId } from "../domain/ids.ts";
import { reject } from "../domain/rejections.ts";
import { answered, type Query } from "../query.ts";
import type { EventFilter } from "../store/event-filter.ts";
import { readAt, readPositions, type Stretch } from "../store/history-queries.ts";
import { readHead } from "../store/log-queries.ts";
import { positionBefore } from "../store/moment-queries.ts";
import type { Reads } from "../store/port.ts";
import { Entries, type HistoryEntry } from "./shared/entries.ts";
import { findScope } from "./shared/scope.ts";

export interface HistoryPage {
  /** In the order of the log. */
  readonly entries: readonly HistoryEntry[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly next: string | null;
}

const actorTypes = ["user", "customer", "member", "system", "polar"] as const;

export const filterShape = {
  ...poolRefShape,
  seatId: maybe(uuid),
  /** As a source may have shown it, which checks e-mails in its own way. */
  email: maybe(text.trim()),
  personId: maybe(uuid),
  customerId: maybe(idOf<CustomerId>()),
  memberId: maybe(idOf<MemberId>()),
  organizationId: maybe(idOf<OrganizationId>()),
  actor: maybe(z.strictObject({ type: z.enum(actorTypes), id: maybe(text) })),
  types: maybe(z.array(z.enum(eventTypes)).min(1, "must name a type, or be left out")),
  from: maybe(instant),
  until: maybe(instant),
};

type Filter = z.output<z.ZodObject<typeof filterShape>>;

/** Refuses filters that nothing can match. */
export function isOneQuestion({ subscriptionId, orderId, from, until }: Filter, context: z.RefinementCtx): void {
  if (subscriptionId !== null && orderId !== null) {
    const message = "At most one of subscriptionId or orderId must be given";
    context.addIssue({ code: "custom", path: [], message });
  }
  if (from !== null && until !== null && from > until) {
    context.addIssue({ code: "custom", path: ["from"], message: "must not lie after until" });
  }
}

const pageSchema = z
  .strictObject({ ...filterShape, cursor: cursorSchema, limit: limitSchema })
  .superRefine(isOneQuestion);

/** What is asked for, and which page of it. Every filter that is given has to match. */
export type HistoryArgs = z.input<typeof pageSchema>;

export const history: Query<z.output<typeof pageSchema>, HistoryPage> = {
  args: pageSchema,
  *reads({ cursor, limit, ...filter }, { fence }) {
    const found = yield* findScope(filter, fence);
    if (found.kind === "rejected") return found;
    const bound = boundBy(filter);
    const after = cursorAfter(cursor, bound);
    if (after === null) {
      return reject("InvalidRequest", { issues: [{ path: "cursor", message: "belongs to another list" }] });
    }
    const { position: upTo } = yield* readHead();
    const entries = yield* readEntries(filter, found.filter, { after, upTo, limit: limit + 1 });
    const page = entries.slice(0, limit);
    const last = entries.length > limit ? page.at(-1) : undefined;
    return answered({ entries: page, next: last ? cursorFor(last.position, bound) : null });
  },
};

/** The next entries that match; `filter` as it was asked, `found` as the store knows it. */
export function* readEntries(filter: Filter, found: EventFilter, stretch: Stretch): Reads<readonly HistoryEntry[]> {
  const { from, until, email } = filter;
  const upTo = until ? yield* positionBefore(stretch.upTo, until) : stretch.upTo;
  let after = from ? Math.max(stretch.after, yield* positionBefore(stretch.upTo, from)) : stretch.after;
  const entries: HistoryEntry[] = [];
  const making = new Entries();
  while (entries.length < stretch.limit) {
    const limit = stretch.limit - entries.length;
    const events = yield* readAt(yield* readPositions(found, { after, upTo, limit }));
    const made = yield* making.of(events);
    entries.push(...(email === null ? made : made.filter((entry, index) => isAbout(entry, events[index], email))));
    after = events.at(-1)?.position ?? after;
    if (events.length < limit) break;
  }
  return entries;
}

/** Whether an event brought this e-mail, or happened to a holder who had it then. */
function isAbout(entry: HistoryEntry, event: RecordedEvent | undefined, email: string): boolean {
  const shown = [entry.holder?.email, event?.personal?.email];
  return shown.some((one) => one != null && emailKey(one) === emailKey(email));
}

/** What a cursor belongs to. */
function boundBy(filter: Filter): readonly (string | null)[] {
  const { actor, types, from, until, email } = filter;
  return [
    "history",
    ...[filter.subscriptionId, filter.orderId, filter.seatId, filter.personId, filter.customerId, filter.memberId],
    ...[filter.organizationId, email === null ? null : emailKey(email), actor?.type ?? null, actor?.id ?? null],
    types && [...new Set(types)].toSorted().join(),
    ...[from?.toISOString() ?? null, until?.toISOString() ?? null],
  ];
}
