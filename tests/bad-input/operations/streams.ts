// What tells of events as they come.

import { firstValueFrom } from "rxjs";
import { type Operations, pool, poolFields } from "./operation.ts";

const eventFields = { ...poolFields, types: "list" } as const;

export const streams = {
  events: {
    call: async (ledger, args) => {
      const events = ledger.events(args);
      await events.next();
      await events.return();
    },
    good: () => ({}),
    fields: { ...eventFields, after: "position", onCaughtUp: "function", signal: "signal" },
    required: [],
  },
  events$: {
    call: (ledger, args) => firstValueFrom(ledger.events$(args)),
    good: () => ({}),
    fields: { ...eventFields, after: "position", onCaughtUp: "function" },
    required: [],
  },
  subscribe: {
    call: async (ledger, args) => {
      await (await ledger.subscribe(args)).stop();
    },
    good: () => ({ name: "test", handler: () => undefined }),
    fields: {
      ...eventFields,
      name: "text",
      handler: "function",
      after: "position",
      tries: "position",
      onCaughtUp: "function",
      signal: "signal",
    },
    required: ["name", "handler"],
  },
  seats$: {
    call: (ledger, args) => firstValueFrom(ledger.seats$(args)),
    good: pool,
    fields: { ...poolFields, checkoutId: "text", onPosition: "function" },
    required: ["subscriptionId"],
  },
  pools$: {
    call: (ledger, args) => firstValueFrom(ledger.pools$(args)),
    good: ({ organizationId }) => ({ organizationId }),
    fields: { organizationId: "id", customerId: "id", onPosition: "function" },
    required: ["organizationId"],
  },
} satisfies Operations;
