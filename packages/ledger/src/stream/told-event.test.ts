// A listener is told what the log says, or nothing: a row that cannot be an event is not told.

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { ScannedRow } from "../store/log-scan.ts";
import { StreamNames } from "../store/stream-names.ts";
import { toldEvent } from "./told-event.ts";

/** The names of two streams: 1 is an organization's, 2 a customer's. */
function twoNames(): StreamNames {
  const names = new StreamNames();
  const learning = names.learn([rowIn(2)]);
  learning.next();
  learning.next([
    { stream: 1, kind: "organization", id: randomUUID() },
    { stream: 2, kind: "customer", id: randomUUID() },
  ]);
  return names;
}

function rowIn(stream: number): ScannedRow {
  const data = JSON.stringify({ name: "Acme", slug: "acme", memberModel: true, seatsEnabled: true });
  const [kind, at] = ["OrganizationRegistered 1 system command", 1_700_000_000_000];
  return [1, stream, 1, 1, kind, null, null, null, null, at, at, null, data, null];
}

test("tells an event of its stream", () => {
  expect(toldEvent(rowIn(1), twoNames())).toMatchObject({ type: "OrganizationRegistered", position: 1 });
});

test("refuses an event that stands in a stream of another kind", () => {
  expect(() => toldEvent(rowIn(2), twoNames())).toThrow("every event stands in a stream of its kind");
});
