// Reads a feed of Polar into the inbox, a few pages in a pass. What came is kept before it is noted as read, so that a pass
// that ends in between reads it again. It applies nothing.

import { createHash } from "node:crypto";
import { type Inbox, isSeatLedgerError } from "seat-ledger";
import type { Answer, PageOfTime } from "../client/polar-client.ts";
import { statusOf } from "../failures.ts";
import type { Observation } from "../inbox/observation-of.ts";
import { pageSchema } from "../wire/page.ts";
import { read } from "../wire/read.ts";
import { unreadOf } from "./feed-note.ts";
import { afterPage, type PageSeen, spanToRead, type Unread, type UnreadSpan, withNewTime } from "./unread-spans.ts";

/** What came of reading a feed in one pass. */
export interface FeedReading {
  /** Entries that were not known before. */
  readonly kept: number;
  /** Entries whose content Polar no longer has. */
  readonly archived: number;
  /** Entries that the ledger keeps already, and not for whom they are read for now. */
  readonly elsewhere: number;
  /** The feed was read to its end. What shows itself late, minutes after its time, is for a later pass. */
  readonly isRead: boolean;
  /** Why it was left out: the access token may not read it, or there is no such feed. Null where it was read. */
  readonly leftOut: "Forbidden" | "NotFound" | null;
}

export interface Feed {
  /** Under which the inbox remembers what is unread, and by which answers are told of. */
  readonly name: string;
  readonly noteKey: string;
  readonly ask: (page: PageOfTime) => Promise<Answer>;
  readonly readEntry: (item: unknown, observedAt: Date) => FeedEntry;
}

export interface FeedEntry {
  /** By the feed's own clock; null where that can't be read. */
  readonly at: Date | null;
  /** `archived`: Polar no longer has its content. `foreign`: it is another organization's. */
  readonly what: Observation | "archived" | "foreign";
}

/** Reads what is new and what was left unread, at most so many pages. */
export async function readFeed(feed: Feed, inbox: FeedInbox, maxPages: number): Promise<FeedReading> {
  const before = await unreadOf(inbox, feed.noteKey);
  const unread = withNewTime(before);
  let left = maxPages;
  const pagesNow = () => Math.min(1, left--);
  return await readSpans(feed, inbox, { unread, looksAtNew: unread !== before, pagesNow });
}

/** Pages of a span that are asked for side by side, so that the time which an answer takes leaves no share unused. */
const pagesAtOnce = 4;

/** Reads what was left unread, to its end or for as long as it may. */
export async function readOn(feed: Feed, inbox: FeedInbox, mayGoOn: () => boolean): Promise<FeedReading> {
  const unread = await unreadOf(inbox, feed.noteKey);
  const pagesNow = (span: UnreadSpan, { floor }: Unread) => {
    if (!mayGoOn()) return 0;
    // Where something may show itself late, a page that shifts the others is noticed only from one to the next.
    const isSettled = span.until !== null && floor !== null && span.until < floor;
    return isSettled ? pagesAtOnce : 1;
  };
  return await readSpans(feed, inbox, { unread, looksAtNew: true, pagesNow });
}

interface ReadingSpans {
  readonly unread: Unread;
  readonly looksAtNew: boolean;
  /** How many pages may be asked for now, side by side. */
  readonly pagesNow: (span: UnreadSpan, unread: Unread) => number;
}

async function readSpans(feed: Feed, inbox: FeedInbox, reading: ReadingSpans): Promise<FeedReading> {
  const sum = { kept: 0, archived: 0, elsewhere: 0 };
  let { unread } = reading;
  for (;;) {
    const span = spanToRead(unread);
    const pages = span ? reading.pagesNow(span, unread) : 0;
    if (!span || pages === 0) break;
    const answers = await askedFor(feed, span, pages).catch(leftOutOr);
    if (typeof answers === "string") return { ...sum, isRead: false, leftOut: answers };
    const { entries, seen } = readPages(feed, answers, span);
    const kept = await keepAll(inbox, entries);
    sum.kept += kept.isNew;
    sum.elsewhere += kept.elsewhere;
    sum.archived += entries.filter(isArchived).length;
    unread = afterPage(unread, seen);
    await inbox.putNote(feed.noteKey, unread);
  }
  return { ...sum, isRead: reading.looksAtNew && unread.spans.length === 0, leftOut: null };
}

async function askedFor(feed: Feed, span: UnreadSpan, pages: number): Promise<readonly Answer[]> {
  const asking = Array.from({ length: pages }, (_, index) => feed.ask(asked({ ...span, page: span.page + index })));
  return await Promise.all(asking);
}

/** The part of the ledger's inbox that feeds are read into. */
export type FeedInbox = Pick<Inbox, "keep" | "note" | "putNote">;

/** Polar leaves out both ends of what it is asked for, and counts finer than to the millisecond. */
function asked({ from, until, page }: UnreadSpan): PageOfTime {
  return {
    after: from === null ? null : new Date(from - 1),
    before: until === null ? null : new Date(until + 1),
    page,
  };
}

/** 404 and 405 come from servers that have no such feed: what it would say is missing, and nothing is wrong. */
function leftOutOr(error: unknown): "Forbidden" | "NotFound" {
  switch (statusOf(error)) {
    case 403:
      return "Forbidden";
    case 404:
    case 405:
      return "NotFound";
    default:
      throw error;
  }
}

/** Pages that follow each other, as one. What comes after an end is no part of it. */
function readPages(feed: Feed, answers: readonly Answer[], { page }: UnreadSpan) {
  const entries: FeedEntry[] = [];
  let ends: PageSeen["ends"] = "nothing";
  for (const [index, { body, observedAt }] of answers.entries()) {
    const { items, pagination } = read(pageSchema, feed.name, body);
    const found = items.map((item) => feed.readEntry(item, observedAt));
    entries.push(...found);
    ends = endOf(found, page + index >= pagination.max_page);
    if (ends !== "nothing") break;
  }
  const times = entries.flatMap(({ at }) => (at === null ? [] : [at.getTime()]));
  return { entries, seen: { times, ends } satisfies PageSeen };
}

/** Contents vanish by age: where a page has none, nothing older has any. */
function endOf(entries: readonly FeedEntry[], isLast: boolean): PageSeen["ends"] {
  if (entries.length === 0) return "span";
  if (entries.every(isArchived)) return "feed";
  return isLast ? "span" : "nothing";
}

function isArchived({ what }: FeedEntry): boolean {
  return what === "archived";
}

interface Kept {
  readonly isNew: number;
  readonly elsewhere: number;
}

/** The inbox takes all of a page or nothing of it: what it refuses must not keep the others out, in this pass and every later one. */
async function keepAll(inbox: FeedInbox, entries: readonly FeedEntry[]): Promise<Kept> {
  const observations = entries.map(({ what }) => what).filter((what) => typeof what !== "string");
  if (observations.length === 0) return { isNew: 0, elsewhere: 0 };
  try {
    return { isNew: newIn(await inbox.keep(observations)), elsewhere: 0 };
  } catch (error) {
    if (!isElsewhere(error)) throw error;
    return await keepEach(inbox, observations);
  }
}

async function keepEach(inbox: FeedInbox, observations: readonly Observation[]): Promise<Kept> {
  let isNew = 0;
  let elsewhere = 0;
  for (const observation of observations) {
    try {
      isNew += newIn(await inbox.keep([observation]));
    } catch (error) {
      if (!isElsewhere(error)) throw error;
      elsewhere += 1;
    }
  }
  return { isNew, elsewhere };
}

/** Its id is that of an observation which a fenced ledger doesn't see: it was kept for another organization, or for none. */
function isElsewhere(error: unknown): boolean {
  return isSeatLedgerError(error, "InvalidRequest") && error.issues.every(({ path }) => /^\d+\.originId$/.test(path));
}

function newIn(kept: Awaited<ReturnType<FeedInbox["keep"]>>): number {
  return kept.filter(({ isNew }) => isNew).length;
}

/** What was read of an entry, unless it is of an organization that is not asked for. */
export function entryOf(at: Date | null, observation: Observation, organizationId: string | null): FeedEntry {
  const isForeign = organizationId !== null && observation.organizationId !== organizationId;
  return { at, what: isForeign ? "foreign" : observation };
}

/** Where an entry shows no id of its own. */
export function idByContent(feed: string, body: string): string {
  return `${feed}/${createHash("sha256").update(body).digest("hex")}`;
}
