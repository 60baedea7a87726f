// What goes through the whole ledger.

import type { Operations } from "./operation.ts";

/** Its options are all that it is told. */
export const upkeep = {
  verify: {
    call: (ledger, args) => ledger.verify(args),
    good: () => ({}),
    fields: { signal: "signal", threads: "count" },
    required: [],
  },
  rebuild: {
    call: (ledger, args) => ledger.rebuild(args),
    good: () => ({}),
    fields: { signal: "signal" },
    required: [],
  },
  "backup, its options": {
    call: (ledger, args) => ledger.backup("/nowhere/copy.db", args),
    good: () => ({}),
    fields: { signal: "signal" },
    required: [],
  },
} satisfies Operations;
