// The blocks that a term leads to are told from others by a sum.

import { expect, test } from "vitest";
import { mixed } from "./term-sums.ts";

const blocks = Array.from({ length: 64 }, (_, block) => block);
const pairs = blocks.flatMap((one) => blocks.slice(one).map((other) => [one, other]));
const threes = blocks
  .slice(0, 24)
  .flatMap((one) => pairs.filter(([two = 0, three = 0]) => two >= one && three < 24).map((pair) => [one, ...pair]));

test.each([
  ["two", pairs],
  ["three", threes],
])("no %s blocks in place of others have the same sum", (_, all) => {
  const sums = all.map((each) => each.reduce((sum, block) => sum + mixed(block), 0));
  expect(new Set(sums).size).toBe(all.length);
});
