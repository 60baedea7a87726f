// How a kept observation is read again. Listings of seats and what is written through are not read by themselves: whoever
// asked for them applies them at once, or asks again.

import type { InputKind } from "../translate/read-input.ts";
import type { KeptObservation } from "./observation-of.ts";

export function inputKindOf({ origin, type }: Pick<KeptObservation, "origin" | "type">): InputKind | null {
  switch (origin) {
    case "webhook":
    case "delivery-log":
      return "webhook";
    case "polar-events":
      return "polar-event";
    case "listing":
      return type === "subscription" || type === "order" || type === "organization" ? type : null;
    case "write-through":
      return null;
  }
}
