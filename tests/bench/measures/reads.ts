// One seat and the list of a pool's 25 seats, against prepared reads of the same rows, on the long log: the rows that the
// answer is made of (seats, their pool, the people in them), and for comparison the rows of the seats alone.

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
  using plain = openedPlainly(file);
  const [pointRows, listRows] = [seatRowsOf(plain.database), listRowsOf(plain.database)];

  const found = await interleave(
    {
      getSeat: () => perSecond(gets, () => each(gets, seatIds, (seatId) => ledger.getSeat({ seatId }))),
      pointRows: () => perSecond(gets, () => eachNow(gets, seatIds, pointRows)),
      point: () => perSecond(gets, () => eachNow(gets, theirSeats, point)),
      listSeats: () =>
        perSecond(lists, () => each(lists, poolIds, (subscriptionId) => ledger.listSeats({ subscriptionId }))),
      listRows: () => perSecond(lists, () => eachNow(lists, poolIds, listRows)),
      list: () => perSecond(lists, () => eachNow(lists, theirPools, list)),
    },
    bench,
  );
  baseline.close();
  const row = (what: string, unit: string, ours: readonly number[], against: string, theirs: readonly number[]) => ({
    ...{ what, unit, value: spreadOf(ours), ratio: ratioOf(ours, theirs) },
    against: { what: against, value: spreadOf(theirs) },
  });
  return [
    { ...row("getSeat", "seats/s", found.getSeat, "seat, pool, member", found.pointRows), goal },
    { ...row("  to the seat's row alone", "seats/s", found.getSeat, "seat", found.point), goal: null },
    { ...row("listSeats of 25", "lists/s", found.listSeats, "seats, pool, members", found.listRows), goal },
    { ...row("  to the seats' rows alone", "lists/s", found.listSeats, "seats", found.list), goal: null },
  ];
};

/** The ledger's file as any program sees it. */
function openedPlainly(file: string): Disposable & { readonly database: Database.Database } {
  const database = new Database(file, { readonly: true });
  return { database, [Symbol.dispose]: () => void database.close() };
}

function seatRowsOf(database: Database.Database): (id: string) => unknown {
  const seat = database.prepare<[string], { pool: number; member_id: string | null }>(
    "select * from seats where id = ?",
  );
  const pool = database.prepare<[number]>("select * from pools where stream = ?");
  const member = database.prepare<[string]>("select * from members where id = ?");
  return (id) => {
    const found = seat.get(id);
    return found && [found, pool.get(found.pool), found.member_id && member.get(found.member_id)];
  };
}

function listRowsOf(database: Database.Database): (id: string) => unknown {
  const pool = database.prepare<[string], { stream: number }>("select * from pools where id = ?");
  const seats = database.prepare<[number]>("select * from seats where pool = ? order by ordinal");
  const members = database.prepare<[number]>(
    "select * from members where id in (select member_id from seats where pool = ? and member_id is not null)",
  );
  return (id) => {
    const found = pool.get(id);
    return found && [found, seats.all(found.stream), members.all(found.stream)];
  };
}

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
