// Processes that end in the middle of a write, as far as the ledger can tell.

import { polarSeats } from "@seat-ledger/polar";
import type { Stage } from "./stage.ts";

/** The same, but for one of its parts. */
function withOther<Whole extends object>(whole: Whole, part: keyof Whole, other: unknown): Whole {
  return new Proxy(whole, {
    get(target, name) {
      if (name === part) return other;
      const found: unknown = Reflect.get(target, name, target);
      return typeof found === "function" ? found.bind(target) : found;
    },
  });
}

const killed = () => Promise.reject(new Error("killed"));

/** Leaves the process as a crash between Polar's answer and the ledger's commit would. */
export function killedBeforeRecord({ ledger, polar }: Stage) {
  return polarSeats({ ledger: withOther(ledger, "record", killed), polar });
}

/** As a crash after the ledger's commit would. */
export function killedBeforeNote({ ledger, polar }: Stage) {
  const inbox = withOther(ledger.inbox, "putNote", killed);
  return polarSeats({ ledger: withOther(ledger, "inbox", inbox), polar });
}
