// The seats of one pool, live: the list now, then the list after each change of it.

import { isDeepStrictEqual } from "node:util";
import type { SeatsList } from "../answers/seat.ts";
import type { Placed } from "../answers/versioned.ts";
import type { PoolRefs } from "../store/pool-queries.ts";
import { frozen } from "./frozen.ts";
import type { ListSource } from "./live-list.ts";

export function liveSeats(refs: PoolRefs, read: () => Promise<Placed<SeatsList>>): ListSource<SeatsList> {
  const { stream, customer, organization } = refs;
  let shown: Placed<SeatsList> | null = null;
  let members: ReadonlySet<string | null> = new Set();
  return {
    // The pool's own events; a changed name of somebody in a seat; who was forgotten, and whether seats are enabled.
    topics: [`stream ${stream}`, `stream ${customer}`, `stream ${organization}`],
    concerns: (event) => event?.stream !== customer || members.has(event.personId),
    async read() {
      const now = await read();
      // The version tells of the pool's own events alone.
      const { position } = now;
      if (now.version === shown?.version && isDeepStrictEqual(now.answer, shown.answer)) {
        return { list: shown.answer, position };
      }
      shown = now;
      frozen(now.answer);
      members = new Set(now.answer.seats.map(({ memberId }) => memberId));
      return { list: now.answer, position };
    },
  };
}
