// The changes of a pool between two moments are how its lists differ.

import { expect } from "vitest";
import type { PoolArgs } from "../model.ts";
import type { World } from "../world.ts";
import { naiveChanges } from "./naive-changes.ts";
import { holds, idOf } from "./questions.ts";
import { poolIn } from "./snapshots.ts";

async function changesEqualLists(world: World, choice: number): Promise<void> {
  const then = (moment: number, ref: PoolArgs) => poolIn(world.ledger.asOf(moment), ref).catch(() => null);
  for (const { ref } of world.model.pools) {
    const own = world.log.filter(({ stream }) => stream.id === idOf(ref)).map(({ position }) => position);
    for (let next = choice; next < choice + 5; next += 1) {
      const [from = 0, until = 0] = [
        [0, ...own][(next * 7) % (own.length + 1)],
        own[(next * 31) % own.length],
      ].toSorted((one, other) => Number(one) - Number(other));
      const [before, after] = [await then(from, ref), await then(until, ref)];
      if (!after) continue;
      expect(await world.ledger.changes({ ...ref, from, until })).toEqual(naiveChanges(before, after));
    }
  }
}

holds({
  "changes are how the lists of two moments differ": changesEqualLists,
});
