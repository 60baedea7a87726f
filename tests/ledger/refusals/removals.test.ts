// People who leave or are forgotten: every refusal, in the order of precedence.

import type { CommandContext, SeatLedger } from "seat-ledger";
import { climb, email, eve, nobody, type Rung, usedKey, type World, wrongTime, wrongVersion } from "./ladder.ts";

interface AboutPeople {
  readonly call: (ledger: SeatLedger, args: object, context?: CommandContext) => Promise<unknown>;
  readonly malformed: readonly [path: string, args: object];
  readonly unknown: readonly [code: string, args: object];
  readonly known: (world: World) => object | Promise<object>;
}

/** What every command about people who leave checks; there is no rule behind it that refuses. */
function aboutPeople({ call, malformed, unknown: [notFound, unknown], known }: AboutPeople): readonly Rung[] {
  const [path, wrong] = malformed;
  return [
    [`InvalidRequest ${path}`, notFound, ({ ledger }) => call(ledger, wrong)],
    [notFound, "IdempotencyConflict", ({ ledger }) => call(ledger, unknown, usedKey)],
    [
      "IdempotencyConflict",
      "InvalidRequest expectedVersion",
      async (world) => call(world.ledger, await known(world), { ...usedKey, ...wrongVersion }),
    ],
    [
      "InvalidRequest expectedVersion",
      "InvalidRequest occurredAt",
      async (world) => call(world.ledger, await known(world), { ...wrongVersion, ...wrongTime }),
    ],
    ["InvalidRequest occurredAt", "", async (world) => call(world.ledger, await known(world), wrongTime)],
  ];
}

const removeMember: AboutPeople["call"] = (ledger, args, context) =>
  ledger.removeMember(args as { memberId: string }, context);
const removeCustomer: AboutPeople["call"] = (ledger, args, context) =>
  ledger.removeCustomer(args as { customerId: string }, context);
const forgetPerson: AboutPeople["call"] = (ledger, args, context) =>
  ledger.forgetPerson(args as { personId: string }, context);

const member = async (world: World) => ({ memberId: (await eve(world)).id });

climb({
  removeMember: aboutPeople({
    call: removeMember,
    malformed: ["colour", { memberId: nobody, colour: 1 }],
    unknown: ["MemberNotFound", { memberId: nobody }],
    known: member,
  }),
  "removeMember, of one who left": aboutPeople({
    call: removeMember,
    malformed: ["memberId", { memberId: "x" }],
    unknown: ["MemberNotFound", { memberId: nobody }],
    known: async (world) => {
      const left = await member(world);
      await world.ledger.removeMember(left);
      return left;
    },
  }),
  removeCustomer: aboutPeople({
    call: removeCustomer,
    malformed: ["colour", { customerId: nobody, colour: 1 }],
    unknown: ["CustomerNotFound", { customerId: nobody }],
    known: ({ customerId }) => ({ customerId }),
  }),
  "removeCustomer, of one who left": aboutPeople({
    call: removeCustomer,
    malformed: ["customerId", { customerId: "x" }],
    unknown: ["CustomerNotFound", { customerId: nobody }],
    known: async ({ ledger, customerId }) => {
      await ledger.removeCustomer({ customerId });
      return { customerId };
    },
  }),
  forgetPerson: aboutPeople({
    call: forgetPerson,
    malformed: ["colour", { personId: nobody, colour: 1 }],
    unknown: ["MemberNotFound", { personId: nobody }],
    known: ({ customerId: personId }) => ({ personId }),
  }),
  "forgetPerson, of one who was forgotten": aboutPeople({
    call: forgetPerson,
    malformed: ["", {}],
    unknown: ["MemberNotFound", { personId: nobody }],
    known: async ({ ledger, customerId: personId }) => {
      await ledger.forgetPerson({ personId });
      return { personId };
    },
  }),
  "forgetPerson, by e-mail": aboutPeople({
    call: forgetPerson,
    malformed: ["", { organizationId: nobody }],
    unknown: ["OrganizationNotFound", { organizationId: nobody, email }],
    known: ({ organizationId }) => ({ organizationId, email }),
  }),
  "removeMember, behind another's fence": [
    [
      "MemberNotFound",
      "IdempotencyConflict",
      async (world) => behindOther(world).removeMember(await member(world), { idempotencyKey: "of other" }),
    ],
  ],
  "removeCustomer, behind another's fence": [
    [
      "CustomerNotFound",
      "IdempotencyConflict",
      (world) => behindOther(world).removeCustomer({ customerId: world.customerId }, { idempotencyKey: "of other" }),
    ],
  ],
  "forgetPerson, behind another's fence": [
    [
      "MemberNotFound",
      "IdempotencyConflict",
      (world) => behindOther(world).forgetPerson({ personId: world.customerId }, { idempotencyKey: "of other" }),
    ],
  ],
});

function behindOther({ ledger, other }: World) {
  return ledger.forOrganization(other.organizationId);
}
