// Which time of a feed was not read yet. A feed shows the newest first, by pages that are offsets: what is added shifts them.
// So a span is read from its upper end, which moves down with each page; only where a whole page is of one instant does the
// page number move. Pure: it asks nobody and knows no clock but the feed's own, for that may go before ours, or behind.

/** Both ends belong to it, in milliseconds; null is open. `page` is the page to ask for within it. */
export interface UnreadSpan {
  readonly from: number | null;
  readonly until: number | null;
  readonly page: number;
}

export interface Unread {
  /** The newest time that was seen. */
  readonly newest: number | null;
  /** What shows itself late has a time after this one. */
  readonly floor: number | null;
  /** What was never seen, the newest first. */
  readonly spans: readonly UnreadSpan[];
  /** What was seen, and is looked through once more for what showed itself late. It waits until nothing else is unread. */
  readonly again: UnreadSpan | null;
}

/** What a page showed of the span that is read. */
export interface PageSeen {
  /** When its entries happened. */
  readonly times: readonly number[];
  /** `span`: nothing of it is left; `feed`: nor of anything older. */
  readonly ends: "nothing" | "span" | "feed";
}

/** A feed shows an entry only when it is written, which may be so long after its time. */
const latestMs = 5 * 60_000;
/** Where reading falls behind for good, the oldest spans are joined: read twice is better than noted without end. */
const mostSpans = 200;

export const nothingRead: Unread = { newest: null, floor: null, spans: [], again: null };

/** The span to ask for, or null where everything is read. */
export function spanToRead({ spans, again }: Unread): UnreadSpan | null {
  return spans[0] ?? again;
}

/** Adds what has happened since, and what may have shown itself late unless that is under way. */
export function withNewTime(unread: Unread): Unread {
  const { newest, floor, spans, again } = unread;
  const [first] = spans;
  // More entries of the newest instant than there were pages for: their page numbers must not begin anew.
  const isUnderWay = first && (first.until === null || newest === null || first.until >= newest);
  if (isUnderWay) return unread;
  return { ...unread, spans: inBounds([{ from: again ? justAfter(newest) : floor, until: null, page: 1 }, ...spans]) };
}

/** What else there is of that instant is looked for again, with all that showed itself late. */
function justAfter(time: number | null): number | null {
  return time === null ? null : time + 1;
}

export function afterPage(unread: Unread, page: PageSeen): Unread {
  const { newest, spans, again } = unread;
  const [span, ...rest] = spans;
  const older = page.ends === "feed" ? [] : rest;
  if (!span) return { ...unread, again: again && leftOf(again, page) };
  const left = leftOf(span, page);
  const seen = page.times.reduce<number | null>((last, at) => Math.max(at, last ?? at), newest);
  const after = { ...unread, newest: seen, spans: left ? [left, ...older] : older };
  if (span.until !== null || again !== null) return after;
  // The newest page of what began at the floor. Above what was seen before, the rest is unread; below it was seen.
  const floor = seen === null ? null : seen - latestMs;
  if (left === null || newest === null) return { ...after, floor };
  const isAllSeen = left.until !== null && left.until <= newest;
  if (isAllSeen) return { ...after, floor, spans: older, again: left };
  return {
    ...after,
    floor,
    spans: [{ ...left, from: justAfter(newest) }, ...older],
    again: { from: left.from, until: newest, page: 1 },
  };
}

/** Entries at the new end are seen again, because more of them may stand on the next page. */
function leftOf(span: UnreadSpan, { times, ends }: PageSeen): UnreadSpan | null {
  if (ends !== "nothing") return null;
  const [oldest, newest] = [Math.min(...times), Math.max(...times)];
  if (span.from !== null && oldest < span.from) return null;
  if (times.length === 0 || oldest === span.until) return { ...span, page: span.page + 1 };
  return { ...span, until: oldest, page: oldest === newest && span.page === 1 ? 2 : 1 };
}

function inBounds(spans: readonly UnreadSpan[]): readonly UnreadSpan[] {
  const [above, below] = spans.slice(-2);
  if (spans.length <= mostSpans || !above || !below) return spans;
  return inBounds([...spans.slice(0, -2), { from: below.from, until: above.until, page: 1 }]);
}
