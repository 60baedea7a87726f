// record: the adapters' way in. Each fact is a transaction of its own, for what one shows another builds on.

import type { z } from "zod";
import { unreachable } from "../../invariant.ts";
import type { Call, Plan } from "../shared/command.ts";
import type { factSchema, Recorded } from "./facts.ts";
import { recordListing } from "./record-listing.ts";
import { recordMember } from "./record-member.ts";
import { recordCustomer, recordOrganization } from "./record-people.ts";
import { recordPool } from "./record-pool.ts";
import { recordQuantity } from "./record-quantity.ts";
import { recordRemoval } from "./record-removal.ts";
import { recordSeat } from "./record-seat.ts";

export function planFact(fact: z.output<typeof factSchema>, call: Call): Plan<Recorded> {
  switch (fact.type) {
    case "organization":
      return recordOrganization(fact, call);
    case "customer":
      return recordCustomer(fact, call);
    case "member":
      return recordMember(fact, call);
    case "removal":
      return recordRemoval(fact, call);
    case "pool":
      return recordPool(fact, call);
    case "listing":
      return recordListing(fact, call);
    case "seat":
      return recordSeat(fact, call);
    case "quantity":
      return recordQuantity(fact, call);
    default:
      return unreachable(fact);
  }
}
