// A pool's seats as they were at any moment of a long log, against its seats now.

import { openLedger } from "seat-ledger";
import type { Measure } from "../bench.ts";
import { interleave, perSecond, ratioOf, spreadOf } from "../interleave.ts";
import { longLog } from "../long-log.ts";
import { below, seeded, shuffled } from "../random.ts";

export const asOf: Measure = async (bench) => {
  const { file, events, pools } = await longLog(bench.cache, bench.events);
  await using ledger = await openLedger({ file });
  const random = seeded(7);
  const order = shuffled(pools, random);
  const lists = bench.commands;
  // Every pool is open by then, for all are opened before anybody is given a seat.
  const opened = Math.ceil(events / 10);
  const milliseconds = async (read: (subscriptionId: string) => Promise<unknown>) => {
    const rate = await perSecond(lists, async () => {
      for (let done = 0; done < lists; done += 1) await read(order[done % order.length] ?? "");
    });
    return 1_000 / rate;
  };
  const moment = () => opened + below(events - opened, random);
  const found = await interleave(
    {
      past: () => milliseconds((subscriptionId) => ledger.asOf(moment()).listSeats({ subscriptionId })),
      atEnd: () => milliseconds((subscriptionId) => ledger.asOf(events).listSeats({ subscriptionId })),
      now: () => milliseconds((subscriptionId) => ledger.listSeats({ subscriptionId })),
    },
    bench,
  );
  const row = (what: string, times: readonly number[]) => ({
    ...{ what, unit: "ms a list", value: spreadOf(times), ratio: ratioOf(times, found.now), goal: null },
    against: { what: "listSeats", value: spreadOf(found.now) },
  });
  return [
    {
      ...row(`asOf list, any moment of ${events.toLocaleString("en")} events`, found.past),
      goal: { of: "ratio", better: "less", floor: 3, aim: 1.5 },
    },
    row("  at the last moment: the pool's whole life", found.atEnd),
  ];
};
