// Listens to every stream, stops listening, and does not close the ledger: the process has to end all the same. Prints what
// was heard, and how many timers there were.

import { setImmediate } from "node:timers/promises";
import { ledgerWithPools, organizationId, pool } from "./stage.ts";

const ledger = await ledgerWithPools();
const countTimers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
const heard = { events: 0, seats: 0, pools: 0, iterated: 0, handled: 0 };
const count = (name: keyof typeof heard) => () => {
  heard[name] += 1;
};
const timers = { before: countTimers(), listening: Number.NaN, after: Number.NaN };

const stop = new AbortController();
const listening = Array.from({ length: 20 }, () => [
  ledger.events$().subscribe(count("events")),
  ledger.seats$(pool).subscribe(count("seats")),
  ledger.pools$({ organizationId }).subscribe(count("pools")),
]).flat();
const iterating = (async () => {
  for await (const _ of ledger.events({ signal: stop.signal })) heard.iterated += 1;
})();
const subscription = await ledger.subscribe({ name: "test", handler: count("handled") });
while ((await subscription.state()).checkpoint < 4 || heard.pools < 20) await setImmediate();
timers.listening = countTimers();

for (const one of listening) one.unsubscribe();
stop.abort();
await iterating;
await subscription.stop();
timers.after = countTimers();
console.log(JSON.stringify({ heard, timers }));
