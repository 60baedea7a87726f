// 64 callers at once, durability full, against the baseline one command at a time: what sharing a flush brings. Beside it what
// it could bring at most: the ledger's statements alone, and the baseline itself, with 64 commands in one transaction.

import { join } from "node:path";
import { BareThread } from "../bare-thread.ts";
import { BaselineScene } from "../baseline-scene.ts";
import type { Measure } from "../bench.ts";
import { interleave, perSecond, ratioOf, roundsOf, spreadOf } from "../interleave.ts";
import { LedgerScene, warmUp } from "../ledger-scene.ts";
import { seeded } from "../random.ts";
import type { Row } from "../rows.ts";

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
  const shared = new BaselineScene({ file: join(bench.folder, "shared.db"), durability, historyIndexes: false }, pools);
  const random = { ledger: seeded(3), baseline: seeded(3), indexed: seeded(3), shared: seeded(3) };
  const many = Math.ceil((bench.commands * 4) / callers) * callers;
  const noted = Math.ceil(bench.commands / callers) * callers;
  const bare = await BareThread.noted({
    file: join(bench.folder, "noted.db"),
    durability,
    pools,
    commands: noted * roundsOf(bench),
  });
  await warmUp(bench);
  const found = await interleave(
    {
      ledger: () => perSecond(many, () => ledger.atOnce(callers, many, random.ledger)),
      bare: () => bare.perSecond({ way: "together", commands: noted, inOne: callers }),
      shared: () => perSecond(many, () => shared.together(many, callers, random.shared)),
      baseline: () => perSecond(bench.commands, () => baseline.oneAtATime(bench.commands, random.baseline)),
      indexed: () => perSecond(bench.commands, () => indexed.oneAtATime(bench.commands, random.indexed)),
    },
    bench,
  );
  await ledger.ledger.close();
  await bare.close();
  for (const { baseline: open } of [baseline, indexed, shared]) open.close();
  const compare = (what: string, name: keyof typeof found, to: string, other: keyof typeof found): Row => ({
    what,
    unit: "commands/s",
    value: spreadOf(found[name]),
    against: { what: to, value: spreadOf(found[other]) },
    ratio: ratioOf(found[name], found[other]),
    goal: null,
  });
  return [
    {
      ...compare("64 callers at once, durability full", "ledger", "baseline, one caller", "baseline"),
      goal: { of: "ratio", better: "more", floor: 5, aim: 10 },
    },
    compare("  with the history indexes in the baseline too", "ledger", "baseline, indexed, one caller", "indexed"),
    compare("  the ledger's statements alone, 64 in one transaction", "bare", "baseline, one caller", "baseline"),
    compare("  the baseline's own, 64 in one transaction", "shared", "baseline, one caller", "baseline"),
  ];
};
