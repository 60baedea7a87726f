// From what is now said of an organization to what is appended to its stream: nothing where it says the same.

import { evolveOrganization, type OrganizationState } from "../../domain/directory.ts";
import type { EventData } from "../../domain/events.ts";
import type { OrganizationId } from "../../domain/ids.ts";
import { plainEvent } from "../../domain/propose.ts";
import type { OrganizationAppend } from "../../store/append.ts";
import type { FoundOrganization } from "../../store/organization-queries.ts";
import type { Anchor, Call } from "./command.ts";

export interface OrganizationChange {
  readonly append: OrganizationAppend | null;
  readonly after: OrganizationState;
  readonly anchor: Anchor;
}

export function organizationChange(
  found: FoundOrganization | null,
  id: OrganizationId,
  data: EventData["OrganizationRegistered"],
  at: Date,
  call: Call,
): OrganizationChange {
  const before = found?.organization ?? null;
  if (found && isSame(found.organization, data)) {
    const { organization, stream } = found;
    return { append: null, after: organization, anchor: { stream, version: organization.version } };
  }
  const stream = found?.stream ?? call.newStream();
  const event = plainEvent(before ? "OrganizationChanged" : "OrganizationRegistered", data, { at });
  const after = evolveOrganization(before, event, id);
  const append = { kind: "organization" as const, stream, before, events: [event], after };
  return { append, after, anchor: { stream, version: after.version } };
}

function isSame(before: OrganizationState, data: EventData["OrganizationRegistered"]): boolean {
  return (
    before.name === data.name &&
    before.slug === data.slug &&
    before.memberModel === data.memberModel &&
    before.seatsEnabled === data.seatsEnabled
  );
}
