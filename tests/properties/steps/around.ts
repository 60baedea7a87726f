// What happens around the seats: people change their e-mails, time passes, and the file is closed and opened again.

import { expect } from "vitest";
import { buyer } from "../cast.ts";
import { listingsOf } from "../listings.ts";
import { personNamed } from "../model.ts";
import { type Step, step } from "../step.ts";

/** A person of the customer with members gets another e-mail, perhaps one that somebody else has. */
export function changeEmail({ person: index, email }: { readonly person: number; readonly email: string }): Step {
  return step({
    label: `changeEmail(person ${index}, ${email})`,
    refusal: ({ pools }) => {
      const people = pools[0]?.people ?? [];
      const person = people[index];
      const other = personNamed(people, email);
      return person && other && other !== person ? "IdentityConflict" : null;
    },
    ask: ({ pools }) => {
      const person = pools[0]?.people[index];
      const args = person ? { id: person.id, customerId: buyer, email } : { customerId: buyer, email };
      return (ledger, context) => ledger.registerMember(args, context);
    },
    follow: ({ pools }, member) => {
      const people = pools[0]?.people ?? [];
      const person = people.find(({ id }) => id === member.id);
      if (person) person.email = email;
      else people.push({ id: member.id, email });
    },
  });
}

export function passTime(ms: number): Step {
  return {
    check: () => true,
    toString: () => `passTime(${ms / 60_000} minutes)`,
    async run(model) {
      model.now += ms;
    },
  };
}

/** Closes the file and opens it again: every listing is as it was. */
export function reopenFile(): Step {
  return {
    check: () => true,
    toString: () => "reopenFile()",
    async run(_model, world) {
      const before = await listingsOf(world);
      await world.reopen();
      expect(await listingsOf(world)).toEqual(before);
    },
  };
}
