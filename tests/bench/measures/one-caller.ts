// One caller who gives one command at a time: the ledger, its statements alone, the frozen baseline with and without
// history indexes, a table without history, and emmett, by turns.

import { join } from "node:path";
import { BareThread } from "../bare-thread.ts";
import { BaselineScene } from "../baseline-scene.ts";
import type { Bench, Measure } from "../bench.ts";
import { openEmmettScene } from "../emmett/emmett-scene.ts";
import { interleave, perSecond, ratioOf, roundsOf, spreadOf } from "../interleave.ts";
import { LedgerScene, warmUp } from "../ledger-scene.ts";
import { PlainTable } from "../plain-table.ts";
import { seeded } from "../random.ts";
import type { Goal, Row } from "../rows.ts";

const unit = "commands/s";
/** Emmett is slower by so much that it does this share of the commands. */
const emmettShare = 1 / 8;
/** Of what is noted everything is kept, which is much: so this share of the commands. */
const notedShare = 1 / 3;

interface Case {
  readonly durability: "full" | "normal";
  readonly newPeople: boolean;
  readonly title: string;
  readonly goal: Goal | null;
}

export const oneCallerFull: Measure = (bench) =>
  oneCaller(bench, {
    durability: "full",
    newPeople: false,
    title: "one caller, one command at a time, durability full",
    goal: { of: "ratio", better: "more", floor: 0.8, aim: 0.9 },
  });

export const oneCallerNormal: Measure = (bench) =>
  oneCaller(bench, {
    durability: "normal",
    newPeople: false,
    title: "one caller, one command at a time, durability normal",
    goal: { of: "ratio", better: "more", floor: 0.5, aim: 0.75 },
  });

export const newPeopleFull: Measure = (bench) =>
  oneCaller(bench, {
    durability: "full",
    newPeople: true,
    title: "the same, full, each seat to somebody new (2 events)",
    goal: null,
  });

async function oneCaller(bench: Bench, { durability, newPeople, title, goal }: Case): Promise<readonly Row[]> {
  const { pools } = bench;
  const file = (name: string) => join(bench.folder, `${name}.db`);
  const commands = durability === "full" ? bench.commands : bench.commands * 3;
  const ledger = await LedgerScene.open({ file: file("ledger"), durability, pools, newPeople });
  const baseline = new BaselineScene({ file: file("baseline"), durability, historyIndexes: false }, pools);
  const indexed = new BaselineScene({ file: file("indexed"), durability, historyIndexes: true }, pools);
  const plain = new PlainTable(file("plain"), durability, pools);
  const noted = Math.ceil(commands * notedShare);
  const bare = newPeople
    ? null
    : await BareThread.noted({ file: file("noted"), durability, pools, commands: 2 * noted * roundsOf(bench) });
  const emmett =
    bench.emmett && !newPeople ? await openEmmettScene(bench.emmett, file("emmett"), durability, pools) : null;
  const random = {
    ledger: seeded(2),
    baseline: seeded(2),
    indexed: seeded(2),
    plain: seeded(2),
    emmett: seeded(2),
  };
  const few = Math.ceil(commands * emmettShare);
  await warmUp(bench);
  const found = await interleave(
    {
      ledger: () => perSecond(commands, () => ledger.oneAtATime(commands, random.ledger)),
      bare: () => bare?.perSecond({ way: "alone", commands: noted }) ?? Number.NaN,
      worked: () => bare?.perSecond({ way: "worked", commands: noted }) ?? Number.NaN,
      baseline: () => perSecond(commands, () => baseline.oneAtATime(commands, random.baseline)),
      indexed: () => perSecond(commands, () => indexed.oneAtATime(commands, random.indexed)),
      plain: () => perSecond(commands, () => plain.oneAtATime(commands, random.plain)),
      emmett: () => (emmett ? perSecond(few, () => emmett.oneAtATime(few, random.emmett)) : Number.NaN),
    },
    bench,
  );
  await ledger.ledger.close();
  emmett?.close();
  await bare?.close();
  for (const open of [baseline.baseline, indexed.baseline, plain]) open.close();

  const compare = (what: string, name: keyof typeof found, to: string, other: keyof typeof found): Row => ({
    what,
    unit,
    value: spreadOf(found[name]),
    against: { what: to, value: spreadOf(found[other]) },
    ratio: ratioOf(found[name], found[other]),
    goal: null,
  });
  const rows = [
    { ...compare(title, "ledger", "baseline", "baseline"), goal },
    compare("  with the history indexes in the baseline too", "ledger", "baseline, indexed", "indexed"),
    compare("  what history costs", "ledger", "one table, no history", "plain"),
    ...(bare
      ? [
          compare("  the ledger's statements alone", "bare", "baseline", "baseline"),
          compare("  the same, with checks, ids and tokens", "worked", "baseline", "baseline"),
        ]
      : []),
  ];
  return emmett ? [...rows, compare("  emmett-sqlite, inline projection", "emmett", "baseline", "baseline")] : rows;
}
