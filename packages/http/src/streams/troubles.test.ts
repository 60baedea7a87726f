import { describe, expect, it } from "vitest";
import { createTroubles } from "./troubles.ts";

const error = new Error("the directory is down");

function troublesOf(open: number) {
  const told: number[] = [];
  let now = 0;
  const rounds = { open: () => open, longestMs: 15_000, now: () => now };
  return {
    told,
    troubled: createTroubles(rounds, ({ streams }) => told.push(streams)),
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}

describe("a trouble that many streams meet", () => {
  it("is told at once, then once in each round of heartbeats, with how many met it", () => {
    const { told, troubled } = troublesOf(500);
    for (let round = 0; round < 3; round += 1) {
      for (let stream = 0; stream < 500; stream += 1) troubled(error, `${stream}`);
    }
    expect(told).toEqual([1, 500, 500]);
  });

  it("is told each time where one stream meets it", () => {
    const { told, troubled } = troublesOf(500);
    for (let beat = 0; beat < 3; beat += 1) troubled(error, "one");
    expect(told).toEqual([1, 1, 1]);
  });

  it("is told again where streams that meet it once come and go", () => {
    const { told, troubled } = troublesOf(3);
    for (let stream = 0; stream < 9; stream += 1) troubled(error, `${stream}`);
    expect(told).toEqual([1, 3, 3]);
  });

  it("is told again when a heartbeat has passed, also where each time another stream meets it", () => {
    const { told, troubled, pass } = troublesOf(500);
    for (const stream of ["one", "two", "three"]) {
      troubled(error, stream);
      pass(15_000);
    }
    expect(told).toEqual([1, 1, 1]);
  });

  it("hides no other trouble", () => {
    const { told, troubled } = troublesOf(500);
    troubled(error, "one");
    troubled(new TypeError("another"), "two");
    expect(told).toEqual([1, 1]);
  });
});
