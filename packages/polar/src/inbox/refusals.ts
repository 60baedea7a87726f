// What it means for an observation that the ledger takes its facts not, or not yet.

import { isSeatLedgerError, type RequestIssue } from "seat-ledger";
import { stopsThePass } from "../failures.ts";
import type { PoolRef } from "../pool-ref.ts";
import type { Says } from "../translate/reading.ts";
import { nothingToDo, type Outcome } from "./outcome.ts";

/** The outcome; null where it is no refusal but a trouble, and the observation goes on waiting. */
export function outcomeOfRefusal(error: unknown, says: Says): Outcome | null {
  if (!isSeatLedgerError(error) || stopsThePass(error)) return null;
  const ref = poolIn(says);
  if (isSeatLedgerError(error, "PoolNotFound") && ref) return { kind: "waits", refetch: [{ ref, whole: true }] };
  if (isSeatLedgerError(error, "OrganizationNotFound")) {
    if (ref) return { kind: "waits", refetch: [{ ref, whole: true }] };
    if (says.kind === "customer") return { kind: "waits", refetch: [] };
  }
  if (isUnknownPerson(error, says)) return nothingToDo;
  const fields = isSeatLedgerError(error, "InvalidRequest") ? ` (${error.issues.map(fieldOf).join(", ")})` : "";
  return { kind: "unread", problem: `The ledger refused it: ${error.code}${fields}.` };
}

/** Nothing is to be changed of somebody who is not known here. */
function isUnknownPerson(error: unknown, says: Says): boolean {
  const isUnknown = isSeatLedgerError(error, "CustomerNotFound") || isSeatLedgerError(error, "MemberNotFound");
  return isUnknown && poolIn(says) === null;
}

/** What stands in metadata is a buyer's own, its keys too. */
function fieldOf({ path }: RequestIssue): string {
  return path.replace(/(seatMetadata)\..*/, "$1");
}

function poolIn(says: Says): PoolRef | null {
  switch (says.kind) {
    case "seat":
    case "quantity":
      return says.ref;
    case "pool":
      return says.shown.ref;
    default:
      return null;
  }
}
