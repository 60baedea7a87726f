// Which rule each route follows. What a rule lets whom do stands in verdicts.ts.

import type { Operation } from "./requests.ts";

export type OwnRule =
  | "own reads of seats"
  | "own reads"
  | "own writes"
  | "own shows own"
  | "own writes its own"
  | "metrics";
export type Rule =
  | "everybody"
  | "merchant reads"
  | "merchant writes"
  | "portal reads"
  | "portal writes"
  | "portal shows own"
  | OwnRule;

export const rules: Readonly<Record<Operation, Rule>> = {
  "customer-seats:assign_seat": "merchant writes",
  "customer-seats:list_seats": "merchant reads",
  "customer-seats:revoke_seat": "merchant writes",
  "customer-seats:resend_invitation": "merchant writes",
  "customer-seats:get_claim_info": "everybody",
  "customer-seats:claim_stream": "everybody",
  "customer-seats:claim_seat": "everybody",
  "customer_portal:seats:assign_seat": "portal writes",
  "customer_portal:seats:list_seats": "portal reads",
  "customer_portal:seats:revoke_seat": "portal writes",
  "customer_portal:seats:resend_invitation": "portal writes",
  "customer_portal:seats:list_claimed_subscriptions": "portal shows own",
  "customer_portal:seats:stream": "portal reads",
  "ledger:list_pools": "own shows own",
  "ledger:open_pool": "own writes",
  "ledger:get_pool": "own reads of seats",
  "ledger:resize_pool": "own writes",
  "ledger:activate_pool": "own writes",
  "ledger:close_pool": "own writes",
  "ledger:reopen_pool": "own writes",
  "ledger:register_customer": "own writes its own",
  "ledger:register_member": "own writes",
  "ledger:as_of": "own reads of seats",
  "ledger:changes": "own reads of seats",
  "ledger:usage": "own reads of seats",
  "ledger:history": "own shows own",
  "ledger:holders": "own reads of seats",
  "ledger:drift": "own shows own",
  "ledger:seat_history": "own reads of seats",
  "ledger:seats_stream": "own reads of seats",
  "ledger:pools_stream": "own shows own",
  "ledger:events_stream": "own shows own",
  "service:health": "everybody",
  "service:readiness": "everybody",
  "service:metrics": "metrics",
  "service:openapi": "everybody",
  "service:docs": "everybody",
};
