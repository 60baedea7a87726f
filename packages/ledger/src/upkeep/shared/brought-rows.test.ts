// The sums of rows that events bring tell rows apart, also where they differ least.

import { expect, test } from "vitest";
import { partOf, RowSums } from "./brought-rows.ts";

interface Invitation {
  readonly hash: string;
  readonly pool: number;
  readonly ordinal: number;
}

function agree(ones: readonly Invitation[], others: readonly Invitation[]): boolean {
  const [found, expected] = [new RowSums(), new RowSums()];
  for (const { ...row } of ones) found.add("ab", row);
  for (const { ...row } of others) expected.add("ab", row);
  return found.agrees(partOf("ab"), expected, []);
}

test("two rows that exchange their seats are others", () => {
  for (let ordinal = 0; ordinal < 500; ordinal += 1) {
    const [one, other] = [
      { hash: `ab${ordinal}`, pool: 3, ordinal },
      { hash: `ab${ordinal + 7}`, pool: 3, ordinal: ordinal + 1 },
    ];
    const exchanged = [
      { ...one, ordinal: other.ordinal },
      { ...other, ordinal: one.ordinal },
    ];
    expect(agree([one, other], [other, one])).toBe(true);
    expect(agree([one, other], exchanged), `${ordinal}`).toBe(false);
  }
});

test("a number beyond 32 bits is another in each of its bits", () => {
  const hash = "abc";
  for (let bit = 0; bit < 52; bit += 1) {
    const row = { hash, pool: 3, ordinal: 1_795_308_422_820 };
    const changed = { ...row, ordinal: row.ordinal + 2 ** bit };
    expect(agree([row], [changed]), `${bit}`).toBe(false);
  }
});
