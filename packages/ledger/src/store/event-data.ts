// The times in an event's data: text in the log, dates for everybody else.

import type { EventData, EventType } from "../domain/events.ts";

type Stored<Data> = { readonly [Key in keyof Data]: unknown };
type Reviver<Data> = (stored: Stored<Data>) => { readonly [Key in keyof Data]?: unknown };

const at = (text: unknown) => (typeof text === "string" ? new Date(text) : null);

/** By event; the types that are not here hold no times. */
const revivers: { readonly [Type in EventType]?: Reviver<EventData[Type]> } = {
  SeatAssigned: ({ expiresAt, seatCreatedAt }) => ({ expiresAt: at(expiresAt), seatCreatedAt: at(seatCreatedAt) }),
  SeatGranted: ({ seatCreatedAt }) => ({ seatCreatedAt: at(seatCreatedAt) }),
  InvitationResent: ({ expiresAt }) => ({ expiresAt: at(expiresAt) }),
  SeatClaimed: ({ session }) => ({ session: session && withTimes(session, ["expiresAt"]) }),
  HoldingDiscovered: ({ steps }) => ({ steps: Array.isArray(steps) ? steps.map(stepOf) : steps }),
};

function stepOf(step: { readonly certainty: object }) {
  return { ...withTimes(step, ["at"]), certainty: withTimes(step.certainty, ["notBefore", "notAfter"]) };
}

function withTimes(stored: object, names: readonly string[]): object {
  const there = names.filter((name) => name in stored);
  return { ...stored, ...Object.fromEntries(there.map((name) => [name, at(Reflect.get(stored, name))])) };
}

/** An event's data as it was written, with its times. */
export function revivedData<Type extends EventType>(type: Type, stored: object): EventData[Type] {
  const revive = revivers[type];
  // What was written was checked by the schema of its type.
  return (revive ? Object.assign(stored, revive(stored as Stored<EventData[Type]>)) : stored) as EventData[Type];
}
