// An event's data as they stand in the log, and as everybody else knows them: text, lists and numbers there, objects and dates
// here.

import type { EventData, EventType } from "../domain/events.ts";
import { dataOfList } from "./listed-data.ts";

/** Data as it was parsed: nobody else has it yet, so that its times can be put in their places. */
type Stored<Data> = { -readonly [Key in keyof Data]: unknown };
type Reviver<Data> = (stored: Stored<Data>) => void;

const at = (text: unknown) => (typeof text === "string" ? new Date(text) : null);

/** By event, for data that are no lists; the types that are not here hold no times. */
const revivers: { readonly [Type in EventType]?: Reviver<EventData[Type]> } = {
  SeatAssigned(data) {
    data.expiresAt = at(data.expiresAt);
    data.seatCreatedAt = at(data.seatCreatedAt);
  },
  SeatGranted(data) {
    data.seatCreatedAt = at(data.seatCreatedAt);
  },
  InvitationResent(data) {
    data.expiresAt = at(data.expiresAt);
  },
  SeatClaimed({ session }) {
    if (hasTimes(session)) session["expiresAt"] = at(session["expiresAt"]);
  },
  HoldingDiscovered({ steps }) {
    for (const step of Array.isArray(steps) ? steps : []) reviveStep(step);
  },
};

function reviveStep(step: Record<string, unknown>): void {
  step["at"] = at(step["at"]);
  const certainty = step["certainty"];
  if (!hasTimes(certainty)) return;
  for (const name of ["notBefore", "notAfter"]) if (name in certainty) certainty[name] = at(certainty[name]);
}

function hasTimes(stored: unknown): stored is Record<string, unknown> {
  return typeof stored === "object" && stored !== null;
}

/** An event's data, from the text in its row, with its times. `personId` is whom the row names. */
export function dataOf<Type extends EventType>(type: Type, text: string, personId: string | null): EventData[Type] {
  const stored = JSON.parse(text);
  if (Array.isArray(stored)) return dataOfList(type, stored, personId) as EventData[Type];
  revivers[type]?.(stored as Stored<EventData[Type]>);
  // What was written was checked by the schema of its type.
  return stored as EventData[Type];
}
