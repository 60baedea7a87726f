// Counting in windows: each key by itself, anew after its window, and never in more memory than was said.

import { describe, expect, it } from "vitest";
import { createCounter } from "./counter.ts";

describe("a counter", () => {
  it("counts each key by itself and tells until when", () => {
    const counter = createCounter({ windowMs: 100, maxKeys: 10 });
    counter.count("a", 0);
    expect(counter.count("a", 30)).toEqual({ counted: 2, leftMs: 70 });
    expect(counter.count("b", 30)).toEqual({ counted: 1, leftMs: 100 });
    expect(counter.standing("a", 99)).toEqual({ counted: 2, leftMs: 1 });
  });

  it("begins anew when the window has ended, also under a key that never rests", () => {
    const counter = createCounter({ windowMs: 100, maxKeys: 10 });
    for (let now = 0; now < 100; now += 10) counter.count("a", now);
    expect(counter.standing("a", 100)).toEqual({ counted: 0, leftMs: 0 });
    expect(counter.count("a", 100)).toEqual({ counted: 1, leftMs: 100 });
  });

  it("forgets the key whose window began first when there are too many", () => {
    const counter = createCounter({ windowMs: 100, maxKeys: 3 });
    for (const [now, key] of ["a", "b", "c", "a", "d"].entries()) counter.count(key, now);
    expect(["a", "b", "c", "d"].map((key) => counter.standing(key, 5).counted)).toEqual([0, 1, 1, 1]);
  });

  it("keeps the others when one begins anew among as many as there may be", () => {
    const counter = createCounter({ windowMs: 100, maxKeys: 2 });
    counter.count("a", 0);
    counter.count("b", 50);
    counter.count("a", 100);
    expect(["a", "b"].map((key) => counter.standing(key, 101).counted)).toEqual([1, 1]);
  });
});
