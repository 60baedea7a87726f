// Replay plans with the seat machine: what must have happened between two statuses is the shortest path between them.

import { getShortestPaths } from "xstate/graph";
import type { SeatEventType } from "../events.ts";
import { beginsHolding } from "../seat.ts";
import { type SeatMachineState, seatEventTypes, seatMachine, seatMachineStates, statusAfter } from "../seat-machine.ts";

/** Polar lets no invitation lapse; and that a holding is resumed takes back what was guessed, which is no step of it. */
const noSteps: readonly SeatEventType[] = ["InvitationLapsed", "InvitationResumed", "SeatResumed"];

/** Within one holding: the steps that put nobody new into the seat. */
const stepsOfHolding = seatEventTypes
  .filter((type) => !beginsHolding(type) && !noSteps.includes(type))
  .map((type) => ({ type }));

const paths: ReadonlyMap<SeatMachineState, ReadonlyMap<SeatMachineState, readonly SeatEventType[]>> = new Map(
  seatMachineStates.map((from) => [from, pathsFrom(from)]),
);

function pathsFrom(from: SeatMachineState): ReadonlyMap<SeatMachineState, readonly SeatEventType[]> {
  const fromState = seatMachine.resolveState({ value: from });
  const found = getShortestPaths(seatMachine, { fromState, events: stepsOfHolding });
  return new Map(
    found.map(({ state, steps }) => [
      state.value as SeatMachineState,
      // The first step of a path is xstate's own beginning, not an event of ours.
      steps.map((step) => step.event.type).filter((type) => seatEventTypes.includes(type)),
    ]),
  );
}

/** The fewest steps of one holding from a status to another, or null where the machine knows no way. */
export function pathWithin(from: SeatMachineState, to: SeatMachineState): readonly SeatEventType[] | null {
  return paths.get(from)?.get(to) ?? null;
}

/** The fewest steps after which the seat can be taken by somebody with this event, or null where there are none. */
export function pathToVacate(
  from: SeatMachineState,
  entry: "SeatAssigned" | "SeatGranted",
): readonly SeatEventType[] | null {
  const reachable = seatMachineStates.filter((state) => statusAfter(state, entry) !== null);
  const candidates = reachable.map((state) => pathWithin(from, state)).filter((path) => path !== null);
  return candidates.toSorted((one, other) => one.length - other.length)[0] ?? null;
}
