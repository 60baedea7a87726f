// Lines on answers that are made by hand are pino's own, character by character but for the time, at the same levels.

import type { Answered } from "@seat-ledger/http";
import { pino } from "pino";
import { expect, test } from "vitest";
import { logLevels } from "./log.ts";
import { answersIn, answersInFile } from "./log-requests.ts";

const answered: Answered = {
  method: "GET",
  route: "/v1/customer-seats/{seat_id}",
  status: 200,
  milliseconds: 12.3456,
  requestId: "0b1f6c1e-6a0e-4f0e-9d52-3f2f7a2b8c11",
};

const answers: readonly Answered[] = [
  answered,
  { ...answered, method: "_OTHER", route: null, status: 404, milliseconds: 0.04 },
  { ...answered, method: "POST", status: 500, milliseconds: 1_234, requestId: "0b1f6c1e6a0e4f0e9d523f2f7a2b8c11" },
  { ...answered, route: "/healthz" },
  { ...answered, route: "/readyz", status: 503 },
];

test.each(logLevels)("at the level %s there are the same lines", (level) => {
  const [byPino, byHand]: [string[], string[]] = [[], []];
  const options = { level, base: null, timestamp: () => ',"time":"now"' };
  const ofPino = answersIn(pino(options, { write: (line) => byPino.push(line) }));
  const ofHand = answersInFile({ writeBeforeAnswers: (line) => byHand.push(line) }, level);
  for (const one of answers) {
    ofPino(one);
    ofHand(one);
  }
  const time = /"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/;
  expect(byHand.map((line) => line.replace(time, '"time":"now"'))).toEqual(byPino);
});
