// The usage of a pool adds up, and is that of the fold for any span.

import { expect } from "vitest";
import type { World } from "../world.ts";
import { naiveUsage } from "./naive-usage.ts";
import { holds, idOf } from "./questions.ts";

async function usageAddsUp(world: World, choice: number): Promise<void> {
  const until = new Date(world.model.now);
  for (const { ref } of world.model.pools) {
    const pool = await world.ledger.getPool(ref);
    const usage = await world.ledger.usage({ ...ref, from: new Date(0), until });
    expect(usage.steps[0]?.at).toEqual(pool.openedAt);
    expect(usage.steps.at(-1)).toMatchObject({ seats: pool.seats, pending: pool.pending, claimed: pool.claimed });
    expect(usage.peak).toBe(Math.max(...usage.steps.map(({ pending, claimed }) => pending + claimed)));
    const ends = [...usage.steps.slice(1).map(({ at }) => at), until];
    const lasted = usage.steps.map(({ at }, index) => Number(ends[index]) - Number(at));
    const sum = usage.steps.reduce(
      (total, step, index) => total + (step.pending + step.claimed) * (lasted[index] ?? 0),
      0,
    );
    expect(usage.mean * (Number(until) - Number(pool.openedAt))).toBeCloseTo(sum, 3);
    for (const { at, ...numbers } of usage.steps) {
      expect(await world.ledger.asOf(at).getPool(ref)).toMatchObject(numbers);
    }
    const own = world.log.filter(({ stream }) => stream.id === idOf(ref));
    const { position, recordedAt } = own[choice % own.length] ?? { position: 0, recordedAt: until };
    const then = await world.ledger.usage({ ...ref, from: new Date(0), until: recordedAt, upTo: position });
    const { seats, pending, claimed } = await world.ledger.asOf(position).getPool(ref);
    expect(then.steps.at(-1)).toMatchObject({ seats, pending, claimed });
    expect(then.upTo).toBe(position);
  }
}

/** A span may begin and end at an event, just beside one, or before the pool was opened; and it was asked at any position. */
async function usageOfSpans(world: World, choice: number): Promise<void> {
  for (const [turn, { ref }] of world.model.pools.entries()) {
    const own = world.log.filter(({ stream }) => stream.id === idOf(ref));
    const times = own.flatMap(({ occurredAt }) => [-1, 0, 1].map((beside) => new Date(Number(occurredAt) + beside)));
    const now = new Date(world.model.now);
    for (let next = choice + turn; next < choice + turn + 5; next += 1) {
      const [one, other] = [times[(next * 7) % times.length] ?? now, times[(next * 31) % times.length] ?? now];
      const [from, until] = one < other ? [one, other] : [other, one];
      if (until > now) continue;
      const { position: upTo } = own[(next * 13) % own.length] ?? { position: 0 };
      const naive = naiveUsage(
        world.log.filter(({ position }) => position <= upTo),
        idOf(ref),
        from,
        until,
      );
      expect(await world.ledger.usage({ ...ref, from, until, upTo })).toEqual({ ...naive, until, upTo });
    }
  }
}

holds({
  "usage adds up, and its steps are the counts": usageAddsUp,
  "usage of any span is that of the fold": usageOfSpans,
});
