// registerOrganization: finds the organization by id, else by slug, and makes or changes it. The same facts again append
// nothing; what is left out stays as it is.

import { z } from "zod";
import { type Organization, organizationAnswer } from "../answers/directory.ts";
import { idOf, maybe, text } from "../arguments.ts";
import { evolveOrganization, type OrganizationState } from "../domain/directory.ts";
import type { EventData, OrganizationEvent } from "../domain/events.ts";
import type { OrganizationId } from "../domain/ids.ts";
import { reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import { findOrganization, findOrganizationBySlug } from "../store/organization-queries.ts";
import { type Command, planned } from "./shared/command.ts";
import { organizationChange } from "./shared/organization-append.ts";
import { earlier, noExpectedVersion, occurredAt } from "./shared/preconditions.ts";

/** Keys of commands about organizations belong to the ledger, which is no stream. */
const ledgerScope = 0;

const schema = z.strictObject({
  id: maybe(idOf<OrganizationId>()),
  name: text,
  slug: text,
  memberModel: maybe(z.boolean()),
  seatsEnabled: maybe(z.boolean()),
});

/** Who sells seats: see `SeatLedger.registerOrganization`. */
export type RegisterOrganizationArgs = z.input<typeof schema>;

type Args = z.output<typeof schema>;

export const registerOrganization: Command<Args, Organization> = {
  name: "registerOrganization",
  args: schema,

  *plan(args, call) {
    const bySlug = yield* findOrganizationBySlug(args.slug);
    const found = args.id === null ? bySlug : yield* findOrganization(args.id);
    // Behind a fence there is one organization; of others not even the existence shows.
    if (call.fence !== null && found?.organization.id !== call.fence) {
      return reject("OrganizationNotFound", { organizationId: args.id });
    }
    const scope = call.fence === null ? ledgerScope : (found?.stream ?? ledgerScope);
    const repeated = yield* earlier(scope, call);
    if (repeated) return repeated;
    if (bySlug && bySlug.stream !== found?.stream) {
      return reject("IdentityConflict", { what: "organization", ids: args.id === null ? [] : [args.id] });
    }
    const unversioned = noExpectedVersion(call);
    if (unversioned) return unversioned;
    const id = found?.organization.id ?? args.id ?? (call.newId() as OrganizationId);
    const at = occurredAt(call, null);
    if (!(at instanceof Date)) return at;
    const data = withDefaults(args, found?.organization ?? null);
    const { append, after, anchor } = organizationChange(found, id, data, at, call);
    return planned(scope, append, anchor, organizationAnswer(after));
  },

  *again(events) {
    const [first] = events;
    invariant(first?.stream.kind === "organization", "an organization is folded from its own stream");
    const id = first.organizationId;
    const state = (events as readonly OrganizationEvent[]).reduce<OrganizationState | null>(
      (before, event) => evolveOrganization(before, event, id),
      null,
    );
    invariant(state, "an organization's stream is not empty");
    return organizationAnswer(state);
  },
};

function withDefaults(args: Args, before: OrganizationState | null): EventData["OrganizationRegistered"] {
  return {
    name: args.name,
    slug: args.slug,
    memberModel: args.memberModel ?? before?.memberModel ?? true,
    seatsEnabled: args.seatsEnabled ?? before?.seatsEnabled ?? true,
  };
}
