// Commits while 1,000 subscribers hold seats$ of 100 pools, against commits with nobody listening, on the same ledger.
// Every command goes to one of these pools.

import { join } from "node:path";
import type { Bench, Measure } from "../bench.ts";
import { interleave, ratioOf, spreadOf } from "../interleave.ts";
import { LedgerScene, warmUp } from "../ledger-scene.ts";
import { seeded } from "../random.ts";
import type { Row } from "../rows.ts";

const listenedPools = 100;
const subscribersOfPool = 10;
/** Where listeners hold the commits up, nobody waits for the last of them: milliseconds for each. */
const limitMs = 1;

export const subscribers: Measure = async (bench) => {
  await warmUp(bench);
  return [
    await commitsWith(bench, { durability: "full", callers: 1, title: "commits with 1,000 holders of seats$, full" }),
    await commitsWith(bench, { durability: "normal", callers: 1, title: "  the same, normal" }),
    await commitsWith(bench, { durability: "full", callers: 64, title: "  the same, full, 64 callers" }),
  ];
};

interface Case {
  readonly durability: "full" | "normal";
  readonly callers: number;
  readonly title: string;
}

async function commitsWith(bench: Bench, { durability, callers, title }: Case): Promise<Row> {
  const file = join(bench.folder, `${durability}-${callers}.db`);
  const pools = Math.min(listenedPools, bench.pools);
  const scene = await LedgerScene.open({ file, durability, pools });
  const random = seeded(8);
  const commands = Math.ceil(bench.commands / callers) * callers;
  const commits = async () => {
    const began = performance.now();
    const done = await scene.atOnce(callers, commands, random, commands * limitMs);
    return done / ((performance.now() - began) / 1_000);
  };
  const found = await interleave(
    {
      held: async () => {
        const leave = await subscribeAll(scene);
        const rate = await commits();
        leave();
        return rate;
      },
      alone: commits,
    },
    bench,
  );
  await scene.ledger.close();
  return {
    ...{ what: title, unit: "commands/s", value: spreadOf(found.held), ratio: ratioOf(found.held, found.alone) },
    against: { what: "nobody listens", value: spreadOf(found.alone) },
    goal: { of: "ratio", better: "more", floor: 0.8, aim: 0.95 },
  };
}

/** Resolves when each subscriber has its first list; answers how to end them all. */
async function subscribeAll({ ledger, pools: scenePools }: LedgerScene): Promise<() => void> {
  const held = scenePools.flatMap(({ subscriptionId }) =>
    Array.from({ length: subscribersOfPool }, () => {
      const first = Promise.withResolvers<void>();
      const subscription = ledger.seats$({ subscriptionId }).subscribe({
        next: () => first.resolve(),
        error: first.reject,
      });
      return { subscription, first: first.promise };
    }),
  );
  await Promise.all(held.map(({ first }) => first));
  return () => {
    for (const { subscription } of held) subscription.unsubscribe();
  };
}
