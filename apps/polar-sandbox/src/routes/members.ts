// Listing and showing members. Nobody is made or changed here.

import { type Context, Hono } from "hono";
import { resourceNotFound } from "../errors.ts";
import { type MemberRecord, memberRoles } from "../records.ts";
import type { SandboxState, Viewer } from "../state.ts";
import { pageOf } from "../wire/page.ts";
import { memberToWire } from "../wire/people.ts";
import type { SandboxEnv } from "./authenticate.ts";
import { narrow } from "./filter.ts";
import { readChoices, readPage, readPathId } from "./query.ts";
import { type SortKeys, sortAsAsked } from "./sort.ts";

export function memberRoutes(state: SandboxState): Hono<SandboxEnv> {
  const customerOfMember = (member: MemberRecord) => state.customers.get(member.customerId);
  const seenMembers = (viewer: Viewer) =>
    [...state.members.values()].filter(
      (member) => member.deletedAt === null && viewer(customerOfMember(member)?.organizationId ?? ""),
    );
  return new Hono<SandboxEnv>({ strict: false })
    .get("/", (context) => {
      const found = narrow(seenMembers(context.var.viewer), [
        [context.req.queries("customer_id") ?? null, (member) => member.customerId],
        [context.req.queries("external_customer_id") ?? null, (member) => customerOfMember(member)?.externalId ?? null],
      ]);
      return context.json(listMembers(context, found));
    })
    .get("/:id", (context) => {
      const id = readPathId(context, "id");
      const member = seenMembers(context.var.viewer).find((one) => one.id === id);
      if (member === undefined) throw resourceNotFound("Member not found");
      return context.json(memberToWire(member));
    });
}

/** A page of these members, narrowed to the role that is asked for. */
export function listMembers(context: Context<SandboxEnv>, members: readonly MemberRecord[]) {
  const found = narrow(members, [[readChoices(context, "role", memberRoles), (member) => member.role]]);
  const sorted = sortAsAsked(context, found, sortKeys, "-created_at");
  return pageOf(sorted, readPage(context), memberToWire);
}

const sortKeys: SortKeys<MemberRecord> = { created_at: (member) => member.createdAt };
