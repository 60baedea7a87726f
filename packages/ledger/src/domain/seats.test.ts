// Values of seats that come from one another, used in any order, against plain copies of maps.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { SeatId } from "./ids.ts";
import type { SeatState } from "./seat.ts";
import { Seats } from "./seats.ts";

const seat = (id: number, version: number) => ({ id: `seat-${id}` as SeatId, version }) as SeatState;

test("every value stays as it was made, whichever was used since", () => {
  const changes = fc.array(fc.record({ from: fc.nat({ max: 99 }), id: fc.nat({ max: 5 }), look: fc.nat({ max: 99 }) }));
  const property = fc.property(changes, (made) => {
    const first = [seat(0, 0), seat(1, 0)];
    const values = [{ seats: Seats.of(first), copy: new Map(first.map((one) => [one.id, one])) }];
    const any = (choice: number) => values[choice % values.length] ?? { seats: Seats.of([]), copy: new Map() };
    for (const [version, { from, id, look }] of made.entries()) {
      const changed = seat(id, version + 1);
      const { seats, copy } = any(from);
      values.push({ seats: seats.with(changed), copy: new Map(copy).set(changed.id, changed) });
      const looked = any(look);
      expect([...looked.seats.values()]).toEqual([...looked.copy.values()]);
    }
    for (const { seats, copy } of values) {
      expect([...seats.values()]).toEqual([...copy.values()]);
      expect(seats.size).toBe(copy.size);
      for (const id of [0, 1, 2, 3, 4, 5].map((number) => seat(number, 0).id)) {
        expect([seats.has(id), seats.get(id)]).toEqual([copy.has(id), copy.get(id)]);
      }
    }
  });
  fc.assert(property, { numRuns: 300 });
});
