// The arithmetic of spans where a feed does something odd; what it is for is told in read-feed.test.ts.

import { expect, test } from "vitest";
import { afterPage, nothingRead, spanToRead, type Unread, withNewTime } from "./unread-spans.ts";

const minutes = (count: number) => count * 60_000;

const afterTimes = (unread: Unread, ...times: readonly number[]) => afterPage(unread, { times, ends: "nothing" });

/** A feed that was read up to this time. */
const readTo = (newest: number): Unread => ({ newest, floor: newest - minutes(5), spans: [], again: null });

test("a page of one instant is followed by the next page of it, any other by an earlier end", () => {
  const first = afterTimes(withNewTime(nothingRead), 900, 900, 900);
  expect(first.spans).toEqual([{ from: null, until: 900, page: 2 }]);
  const second = afterTimes(first, 900, 900, 900);
  expect(second.spans).toEqual([{ from: null, until: 900, page: 3 }]);
  expect(withNewTime(second)).toBe(second);
  expect(afterTimes(second, 900, 800).spans).toEqual([{ from: null, until: 800, page: 1 }]);
});

test("a page without a readable time is followed by the next page", () => {
  expect(afterTimes(withNewTime(nothingRead)).spans).toEqual([{ from: null, until: null, page: 2 }]);
});

test("a feed that shows more than it was asked for ends a span all the same", () => {
  const unread: Unread = { ...readTo(900), spans: [{ from: 500, until: 800, page: 1 }] };
  expect(afterTimes(unread, 600, 400).spans).toEqual([]);
});

test("new time comes before what is unread, and that before what is looked through again", () => {
  const old = { from: null, until: minutes(20), page: 1 };
  const begun = withNewTime({ ...readTo(minutes(100)), spans: [old] });
  expect(begun.spans).toEqual([{ from: minutes(95), until: null, page: 1 }, old]);
  const after = afterTimes(begun, minutes(110), minutes(104));
  expect(after).toEqual({
    newest: minutes(110),
    floor: minutes(105),
    spans: [{ from: minutes(100) + 1, until: minutes(104), page: 1 }, old],
    again: { from: minutes(95), until: minutes(100), page: 1 },
  });
  expect(spanToRead(after)).toEqual(after.spans[0]);
  expect(spanToRead({ ...after, spans: [] })).toEqual(after.again);
});

test("what is looked through again is finished before it is begun anew, and the floor stays until then", () => {
  const again = { from: minutes(95), until: minutes(99), page: 1 };
  const begun = withNewTime({ ...readTo(minutes(100)), again });
  expect(begun.spans).toEqual([{ from: minutes(100) + 1, until: null, page: 1 }]);
  const after = afterPage(begun, { times: [minutes(130)], ends: "span" });
  expect(after).toEqual({ newest: minutes(130), floor: minutes(95), spans: [], again });
  const done = afterPage(after, { times: [minutes(96)], ends: "span" });
  expect(done.again).toBeNull();
  expect(withNewTime(done).spans).toEqual([{ from: minutes(95), until: null, page: 1 }]);
});

test("where the feed ends, nothing older is left", () => {
  const spans = [
    { from: minutes(50), until: minutes(97), page: 1 },
    { from: null, until: minutes(20), page: 1 },
  ];
  const unread = { ...readTo(minutes(100)), spans };
  expect(afterPage(unread, { times: [minutes(60)], ends: "span" }).spans).toEqual([spans[1]]);
  expect(afterPage(unread, { times: [minutes(60)], ends: "feed" }).spans).toEqual([]);
});

test("who falls behind for good has a bounded list of spans, which leaves no time out", () => {
  let unread = nothingRead;
  for (let pass = 1; pass <= 1_000; pass += 1) {
    unread = afterTimes(withNewTime(unread), minutes(pass * 60), minutes(pass * 60 - 20));
  }
  expect(unread.spans.length).toBeLessThanOrEqual(200);
  expect(unread.spans[0]?.until).toBe(minutes(1_000 * 60 - 20));
  expect(unread.spans.at(-1)?.from).toBeNull();
});
