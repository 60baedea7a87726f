// The ledger as of any position or time is what a fold of the log up to then makes of it, and what was answered then.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Engine, engines } from "../../contract/engines/engines.ts";
import { everyHistory } from "../histories.ts";
import { fewer, propertyRuns, propertyTimeoutMs } from "../property-runs.ts";
import type { Law, World } from "../world.ts";
import { countOf, naivePool } from "./naive-past.ts";
import { codeOf, holds, idOf, part } from "./questions.ts";
import { poolIn, present, type Snapshot } from "./snapshots.ts";

async function pastEqualsFold(world: World): Promise<void> {
  for (const { position } of world.log) {
    const then = world.ledger.asOf(position);
    const before = world.log.filter((event) => event.position <= position);
    for (const { ref } of world.model.pools) {
      const naive = naivePool(before, idOf(ref));
      if (!naive) {
        await expect(then.getPool(ref)).rejects.toMatchObject({ code: "PoolNotFound" });
        await expect(then.listSeats(ref)).rejects.toMatchObject({ code: "PoolNotFound" });
        continue;
      }
      const { list, ...facts } = naive;
      const counts = { pending: countOf(naive, "pending"), claimed: countOf(naive, "claimed") };
      const pool = await then.getPool(ref);
      expect(pool).toMatchObject({ ...facts, ...counts });
      const told = await then.listSeats(ref);
      expect([told.totalSeats, told.availableSeats]).toEqual([pool.seats, pool.available]);
      expect(told.seats).toHaveLength(list.size);
      for (const [index, seat] of [...list.values()].entries()) {
        const modifiedAt = seat.modifiedAt > seat.createdAt ? seat.modifiedAt : null;
        expect(told.seats[index]).toMatchObject({ ...seat, modifiedAt });
        expect(await then.getSeat({ seatId: seat.id })).toEqual(told.seats[index]);
      }
    }
  }
}

/** Each step asks for the moment in the middle of those before it. */
function pastAnswersThat(kept: Snapshot[]): Law {
  return async ({ world }) => {
    kept.push(await present(world));
    const { position, pools } = kept[kept.length >> 1] ?? (await present(world));
    const then = world.ledger.asOf(position);
    for (const { ref, pool, list } of pools) expect(await poolIn(then, ref)).toEqual({ ref, pool, list });
  };
}

/** With one clock for both, what had occurred by a time is what was recorded by it, up to the last event of that time. */
async function timesAreOne(world: World): Promise<void> {
  const times = new Map(world.log.map(({ recordedAt }) => [recordedAt.getTime(), recordedAt]));
  for (const recordedAt of times.values()) {
    const last = world.log.findLast((event) => event.recordedAt <= recordedAt)?.position ?? 0;
    for (const { ref } of world.model.pools) {
      const byPosition = await poolIn(world.ledger.asOf(last), ref).catch(codeOf);
      expect(await poolIn(world.ledger.asOf(recordedAt), ref).catch(codeOf)).toEqual(byPosition);
      expect(await poolIn(world.ledger.asOf(recordedAt, { by: "occurred" }), ref).catch(codeOf)).toEqual(byPosition);
    }
  }
}

holds({
  "asOf at every position is a fold up to it": pastEqualsFold,
  "asOf a time is asOf its last position, by either order": timesAreOne,
});

describe.each(engines)("on $name", (engine: Engine) => {
  test("asOf answers what was answered then", { timeout: propertyTimeoutMs }, async () => {
    const property = everyHistory(engine, () => pastAnswersThat([]));
    await fc.assert(property, propertyRuns("asOf answers what was answered then", fewer(engine, part)));
  });
});
