// 64 callers at once, durability full, against the baseline one command at a time: what sharing a flush brings.

import { join } from "node:path";
import { BaselineScene } from "../baseline-scene.ts";
import type { Measure } from "../bench.ts";
import { interleave, perSecond, ratioOf, spreadOf } from "../interleave.ts";
import { LedgerScene } from "../ledger-scene.ts";
import { seeded } from "../random.ts";

const callers = 64;

export const manyCallers: Measure = async (bench) => {
  const durability = "full";
  const { pools } = bench;
  const ledger = await LedgerScene.open({ file: join(bench.folder, "ledger.db"), durability, pools });
  const baseline = new BaselineScene(
    { file: join(bench.folder, "baseline.db"), durability, historyIndexes: false },
    pools,
  );
  const indexed = new BaselineScene(
    { file: join(bench.folder, "indexed.db"), durability, historyIndexes: true },
    pools,
  );
  const random = { ledger: seeded(3), baseline: seeded(3), indexed: seeded(3) };
  const many = Math.ceil((bench.commands * 4) / callers) * callers;
  const found = await interleave(
    {
      ledger: () => perSecond(many, () => ledger.atOnce(callers, many, random.ledger)),
      baseline: () => perSecond(bench.commands, () => baseline.oneAtATime(bench.commands, random.baseline)),
      indexed: () => perSecond(bench.commands, () => indexed.oneAtATime(bench.commands, random.indexed)),
    },
    bench,
  );
  await ledger.ledger.close();
  baseline.baseline.close();
  indexed.baseline.close();
  const row = (what: string, to: string, theirs: readonly number[]) => ({
    what,
    unit: "commands/s",
    value: spreadOf(found.ledger),
    against: { what: to, value: spreadOf(theirs) },
    ratio: ratioOf(found.ledger, theirs),
    goal: null,
  });
  return [
    {
      ...row("64 callers at once, durability full", "baseline, one caller", found.baseline),
      goal: { of: "ratio", better: "more", floor: 5, aim: 10 },
    },
    row("  with the history indexes in the baseline too", "baseline, indexed, one caller", found.indexed),
  ];
};
