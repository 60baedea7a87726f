// One seat and the list of a pool's 25 seats, against prepared reads of the same rows, on the long log.

import Database from "better-sqlite3";
import { openLedger, type SeatLedger } from "seat-ledger";
import { listRead, pointRead } from "../baseline.ts";
import type { Measure } from "../bench.ts";
import { interleave, perSecond, ratioOf, spreadOf } from "../interleave.ts";
import { longBaseline } from "../long-baseline.ts";
import { longLog } from "../long-log.ts";
import { seeded, shuffled } from "../random.ts";
import type { Goal } from "../rows.ts";

const goal: Goal = { of: "ratio", better: "more", floor: 0.5, aim: 0.8 };

export const reads: Measure = async (bench) => {
  const { file, pools } = await longLog(bench.cache, bench.events);
  const baseline = new Database(longBaseline(bench.cache, bench.events), { readonly: true });
  await using ledger = await openLedger({ file });
  const random = seeded(6);
  const gets = bench.commands * 4;
  const lists = bench.commands;
  const seatIds = shuffled(await someSeats(ledger, shuffled(pools, random).slice(0, 1_000)), random);
  const poolIds = shuffled(pools, random);
  const theirSeats = shuffled(columnOf(baseline, "select id from seats"), random).slice(0, seatIds.length);
  const theirPools = shuffled(columnOf(baseline, "select distinct pool from seats"), random);
  const [point, list] = [pointRead(baseline), listRead(baseline)];

  const found = await interleave(
    {
      getSeat: () => perSecond(gets, () => each(gets, seatIds, (seatId) => ledger.getSeat({ seatId }))),
      point: () => perSecond(gets, () => eachNow(gets, theirSeats, point)),
      listSeats: () =>
        perSecond(lists, () => each(lists, poolIds, (subscriptionId) => ledger.listSeats({ subscriptionId }))),
      list: () => perSecond(lists, () => eachNow(lists, theirPools, list)),
    },
    bench,
  );
  baseline.close();
  const row = (what: string, unit: string, ours: readonly number[], theirs: readonly number[]) => ({
    ...{ what, unit, goal, value: spreadOf(ours), ratio: ratioOf(ours, theirs) },
    against: { what: "prepared read", value: spreadOf(theirs) },
  });
  return [
    row("getSeat", "seats/s", found.getSeat, found.point),
    row("listSeats of 25", "lists/s", found.listSeats, found.list),
  ];
};

async function each(times: number, ids: readonly string[], read: (id: string) => Promise<unknown>): Promise<void> {
  for (let done = 0; done < times; done += 1) await read(ids[done % ids.length] ?? "");
}

function eachNow(times: number, ids: readonly string[], read: (id: string) => unknown): void {
  for (let done = 0; done < times; done += 1) read(ids[done % ids.length] ?? "");
}

async function someSeats(ledger: SeatLedger, pools: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(pools.map((subscriptionId) => ledger.listSeats({ subscriptionId })));
  return lists.flatMap(({ seats }) => seats.map(({ id }) => id));
}

function columnOf(database: Database.Database, sql: string): readonly string[] {
  return database.prepare<[], string>(sql).pluck().all();
}
