// Loaded before a story with `node --import`: rewrites the seat machine as it is loaded, without the transition named by
// SEAT_MACHINE_WITHOUT ("pending.SeatClaimed"). Where that is not found the process ends here, before any story begins.

import { registerHooks } from "node:module";

const wanted = process.env["SEAT_MACHINE_WITHOUT"] ?? "";

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (wanted === "" || !url.endsWith("/dist/domain/seat-machine.js")) return loaded;
    return { ...loaded, source: without(wanted, String(loaded.source)) };
  },
});

/** In the compiled file each state is a block, and each of its transitions a line: `SeatClaimed: "claimed",`. */
function without(transition: string, source: string): string {
  const [state, event] = transition.split(".");
  const block = source.indexOf(`${state}: {`);
  const line = source.indexOf(`${event}: "`, block);
  const end = source.indexOf("\n", line);
  const blockEnd = source.indexOf("}", block);
  if (block < 0 || line < 0 || line > blockEnd) throw new Error(`The machine has no transition ${transition}.`);
  return source.slice(0, line) + source.slice(end);
}
