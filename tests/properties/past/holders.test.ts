// The holders of a seat are those that a fold of the log finds.

import { expect } from "vitest";
import type { World } from "../world.ts";
import { naiveHolders } from "./naive-past.ts";
import { holds } from "./questions.ts";

async function holdersEqualFold(world: World): Promise<void> {
  for (const seatId of new Set(world.log.flatMap((event) => event.seatId ?? []))) {
    const naive = naiveHolders(world.log, seatId);
    const told = await world.ledger.holders({ seatId });
    expect(told).toHaveLength(naive.length);
    for (const [index, holding] of naive.entries()) {
      expect(told[index]).toMatchObject({ ...holding, occupancy: index + 1, inferred: false });
    }
  }
}

holds({
  "holders are those of the fold": holdersEqualFold,
});
