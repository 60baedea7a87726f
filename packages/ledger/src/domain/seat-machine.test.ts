// The table that everybody asks is the machine and nothing else, and the paths that replay takes are ways through it.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { transition } from "xstate";
import type { SeatEventType } from "./events.ts";
import { pathToVacate, pathWithin } from "./replay/seat-path.ts";
import {
  isLive,
  type SeatMachineState,
  seatEventTypes,
  seatMachine,
  seatMachineStates,
  statusAfter,
} from "./seat-machine.ts";

const entries = ["SeatAssigned", "SeatGranted"] as const;
const cells = seatMachineStates.flatMap((state) => seatEventTypes.map((type) => ({ state, type })));
const pairs = seatMachineStates.flatMap((from) => seatMachineStates.map((to) => ({ from, to })));

/** What xstate itself makes of an event, asked directly; null where it ignores it. */
function asked(state: SeatMachineState, type: SeatEventType): SeatMachineState | null {
  const snapshot = seatMachine.resolveState({ value: state });
  if (!snapshot.can({ type })) return null;
  return transition(seatMachine, snapshot, { type })[0].value as SeatMachineState;
}

/** Where these events lead; null where one of them is not admitted. */
function walked(from: SeatMachineState, path: readonly SeatEventType[]): SeatMachineState | null {
  return path.reduce<SeatMachineState | null>((state, type) => state && statusAfter(state, type), from);
}

describe("the table", () => {
  test.each(cells)("$type on a $state seat is what xstate says", ({ state, type }) => {
    expect(statusAfter(state, type)).toBe(asked(state, type));
  });

  test("knows every state and every event of the machine", () => {
    expect(Object.keys(seatMachine.states).toSorted()).toEqual(seatMachineStates.toSorted());
    expect(seatMachine.events.toSorted()).toEqual(seatEventTypes.toSorted());
  });

  test("agrees with xstate along any sequence of events, those that are not admitted ignored", () => {
    const sequences = fc.array(fc.constantFrom(...seatEventTypes), { maxLength: 40 });
    fc.assert(
      fc.property(sequences, (types) => {
        let state: SeatMachineState = "vacant";
        let snapshot = seatMachine.resolveState({ value: "vacant" });
        for (const type of types) {
          state = statusAfter(state, type) ?? state;
          [snapshot] = transition(seatMachine, snapshot, { type });
          expect(state).toBe(snapshot.value);
        }
      }),
    );
  });

  test("says that nobody returns to vacant, and that only pending and claimed seats are held", () => {
    expect(cells.map(({ state, type }) => statusAfter(state, type))).not.toContain("vacant");
    expect(seatMachineStates.filter(isLive)).toEqual(["pending", "claimed"]);
  });
});

describe("the paths of replay", () => {
  test.each(pairs)("from $from to $to, if there is one, the machine admits every step", ({ from, to }) => {
    const path = pathWithin(from, to);
    if (path !== null) expect(walked(from, path)).toBe(to);
  });

  test("within a holding nobody new is put into the seat, and no step is taken twice", () => {
    for (const { from, to } of pairs) {
      const path = pathWithin(from, to) ?? [];
      expect(path).not.toContain("SeatAssigned");
      expect(path).not.toContain("SeatGranted");
      expect(new Set(path).size).toBe(path.length);
    }
  });

  test("are the ones that Polar's listings need", () => {
    expect(pathWithin("pending", "claimed")).toEqual(["SeatClaimed"]);
    expect(pathWithin("pending", "revoked")).toEqual(["SeatRevoked"]);
    expect(pathWithin("claimed", "revoked")).toEqual(["SeatRevoked"]);
    expect(pathWithin("claimed", "claimed")).toEqual([]);
  });

  test("know no way back within a holding", () => {
    expect(pathWithin("claimed", "pending")).toBeNull();
    expect(pathWithin("revoked", "claimed")).toBeNull();
    expect(pathWithin("vacant", "pending")).toBeNull();
  });

  test.each(seatMachineStates.flatMap((from) => entries.map((entry) => ({ from, entry }))))(
    "empty a $from seat so that $entry is admitted",
    ({ from, entry }) => {
      const path = pathToVacate(from, entry);
      expect(path).toEqual(isLive(from) ? ["SeatRevoked"] : []);
      expect(walked(from, [...(path ?? []), entry])).not.toBeNull();
    },
  );
});
