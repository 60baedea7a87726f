// The seat machine: the single authority on what may follow what, for commands and for replay alike.
// Its inputs are the seat events; its states are Polar's statuses and `vacant` (a seat that nobody held yet).
// xstate ignores an event that a state does not handle, so everybody asks `statusAfter()` and takes null for a no.

import { createMachine, transition } from "xstate";
import type { SeatEventType } from "./events.ts";

export type SeatStatus = "pending" | "claimed" | "revoked";
export type SeatMachineState = "vacant" | SeatStatus;

export const seatMachine = createMachine({
  types: {} as { events: { type: SeatEventType } },
  id: "seat",
  initial: "vacant",
  states: {
    vacant: {
      on: {
        SeatAssigned: "pending",
        SeatGranted: "claimed",
      },
    },
    pending: {
      on: {
        InvitationResent: "pending",
        HolderChanged: "pending",
        SeatClaimed: "claimed",
        SeatRevoked: "revoked",
        InvitationLapsed: "revoked",
      },
    },
    claimed: {
      on: {
        HolderChanged: "claimed",
        SeatRevoked: "revoked",
      },
    },
    revoked: {
      on: {
        SeatAssigned: "pending",
        SeatGranted: "claimed",
        InvitationResumed: "pending",
        SeatResumed: "claimed",
      },
    },
  },
});

export const seatMachineStates: readonly SeatMachineState[] = ["vacant", "pending", "claimed", "revoked"];

export const seatEventTypes: readonly SeatEventType[] = [
  "SeatAssigned",
  "SeatGranted",
  "InvitationResent",
  "SeatClaimed",
  "HolderChanged",
  "SeatRevoked",
  "InvitationLapsed",
  "InvitationResumed",
  "SeatResumed",
];

/** The machine as a table, derived from it once: asking xstate costs microseconds, a look-up costs nanoseconds. */
const steps: ReadonlyMap<SeatMachineState, ReadonlyMap<SeatEventType, SeatStatus>> = new Map(
  seatMachineStates.map((state) => {
    const snapshot = seatMachine.resolveState({ value: state });
    const admitted = seatEventTypes.filter((type) => snapshot.can({ type }));
    return [state, new Map(admitted.map((type) => [type, transition(seatMachine, snapshot, { type })[0].value]))];
  }),
) as ReadonlyMap<SeatMachineState, ReadonlyMap<SeatEventType, SeatStatus>>;

/** The status of a seat after an event, or null where the machine does not admit it. */
export function statusAfter(state: SeatMachineState, type: SeatEventType): SeatStatus | null {
  return steps.get(state)?.get(type) ?? null;
}

/** Whether an event is an input of the machine. */
export function isSeatEventType(type: string): type is SeatEventType {
  return (seatEventTypes as readonly string[]).includes(type);
}

/** Whether somebody holds a seat in this status. */
export function isLive(status: SeatMachineState): status is "pending" | "claimed" {
  return status === "pending" || status === "claimed";
}
