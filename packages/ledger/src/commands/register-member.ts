// registerMember: finds the member under its customer by id, else external id, else e-mail, and makes or changes it. One
// who was removed comes back by its id; one who was forgotten never does.
// A changed e-mail follows into every seat that this person holds in the ledger's pools.

import { z } from "zod";
import { type Member, memberAnswer } from "../answers/directory.ts";
import { email, idOf, maybe, text } from "../arguments.ts";
import type { MemberState } from "../domain/directory.ts";
import { type CustomerId, type MemberId, personOf } from "../domain/ids.ts";
import { type Rejection, reject } from "../domain/rejections.ts";
import { invariant } from "../invariant.ts";
import { type FoundCustomer, findCustomer } from "../store/customer-queries.ts";
import { isForgotten } from "../store/forgotten-queries.ts";
import { type FoundMember, findMember, findMemberByEmail, findMemberByExternalId } from "../store/member-queries.ts";
import type { Reads } from "../store/port.ts";
import type { Call, Command } from "./shared/command.ts";
import { customerAppend } from "./shared/customer-append.ts";
import { holderChanges } from "./shared/holder-changes.ts";
import { insideFence } from "./shared/inside-fence.ts";
import { memberEvent } from "./shared/member-event.ts";
import { foldedMember, versionOfMember } from "./shared/member-then.ts";
import { earlier, noExpectedVersion, occurredAt } from "./shared/preconditions.ts";

const schema = z.strictObject({
  id: maybe(idOf<MemberId>()),
  customerId: idOf<CustomerId>(),
  email,
  name: maybe(text),
  externalId: maybe(text),
  role: maybe(z.enum(["owner", "billing_manager", "member"])),
});

/** Who sits: see `SeatLedger.registerMember`. */
export type RegisterMemberArgs = z.input<typeof schema>;

type Args = z.output<typeof schema>;

export const registerMember: Command<Args, Member> = {
  name: "registerMember",
  args: schema,

  *plan(args, call) {
    const found = yield* findCustomer(args.customerId);
    if (!found || found.customer.removedAt || !insideFence(found.customer.organizationId, call)) {
      return reject("CustomerNotFound", { customerId: args.customerId });
    }
    const repeated = yield* earlier(found.organization, call);
    if (repeated) return repeated;
    const known = yield* knownMember(args, found.stream);
    if (known?.kind === "rejected") return known;
    const unversioned = noExpectedVersion(call);
    if (unversioned) return unversioned;
    const at = occurredAt(call, null);
    if (!(at instanceof Date)) return at;
    const before = known?.member ?? null;
    const member = memberFacts(args, before, call);
    const organization = found.organization;
    if (before && !before.removedAt && isSame(before, member)) {
      const anchor = { stream: found.stream, version: yield* unchangedSince(before.id, found, call) };
      return { kind: "planned", organization, appends: [], anchor, answer: memberAnswer(before) };
    }
    const isNew = before === null || before.removedAt !== null;
    const event = memberEvent(isNew ? "MemberRegistered" : "MemberChanged", member, at);
    const of = { ...found, id: found.customer.id, organizationId: found.customer.organizationId };
    const append = customerAppend(of, [event], before ? [before] : []);
    const seats = !isNew && before.email !== member.email ? yield* holderChanges(found, [member], at) : [];
    const answer = memberAnswer(changedMember(append.members));
    const anchor = { stream: found.stream, version: append.after.version };
    return { kind: "planned", organization, appends: [append, ...seats], anchor, answer };
  },

  // A generator like every other, though a member's answer needs nothing but the customer's own events.
  // biome-ignore lint/correctness/useYield: nothing to read
  *again(events) {
    const last = events.at(-1);
    invariant(last?.stream.kind === "customer" && last.personId, "a member's registration names a person");
    const member = foldedMember(events, last.personId as string as MemberId, last.stream.id as CustomerId);
    invariant(member, "the member was registered");
    return memberAnswer(member);
  },
};

/** Where the member last changed: the customer's own last event may be about somebody else. Only a key needs to know. */
function* unchangedSince(memberId: MemberId, { stream, customer }: FoundCustomer, call: Call): Reads<number> {
  if (call.idempotencyKey === null) return customer.version;
  return yield* versionOfMember(memberId, stream, customer.version);
}

function* knownMember(
  args: Args,
  customer: FoundCustomer["stream"],
): Reads<(FoundMember & { readonly kind: "known" }) | Rejection | null> {
  const byId = args.id === null ? null : yield* findMember(args.id);
  if (byId && byId.customerStream !== customer) return reject("IdentityConflict", { what: "member", ids: [] });
  if (args.id !== null && (yield* isForgotten(personOf(args.id)))) {
    return reject("IdentityConflict", { what: "member", ids: [args.id] });
  }
  // One who comes back brings the facts that are left out, which may be somebody else's by now.
  const externalId = args.externalId ?? (byId?.member.removedAt ? byId.member.externalId : null);
  const byExternalId = externalId === null ? null : yield* findMemberByExternalId(customer, externalId);
  const byEmail = yield* findMemberByEmail(customer, args.email);
  const known = byId ?? (args.id === null ? (byExternalId ?? byEmail) : null);
  const others = [byExternalId, byEmail].filter((other) => other && other.member.id !== known?.member.id);
  if (others.length > 0) {
    const ids = [known, ...others].flatMap((one) => (one ? [one.member.id] : []));
    return reject("IdentityConflict", { what: "member", ids: [...new Set(ids)] });
  }
  return known && { ...known, kind: "known" };
}

function memberFacts(args: Args, before: MemberState | null, call: Call) {
  return {
    id: before?.id ?? args.id ?? (call.newId() as MemberId),
    email: args.email,
    name: args.name ?? before?.name ?? null,
    externalId: args.externalId ?? before?.externalId ?? null,
    role: args.role ?? before?.role ?? ("member" as const),
  };
}

function isSame(before: MemberState, now: ReturnType<typeof memberFacts>): boolean {
  return (
    before.email === now.email &&
    before.name === now.name &&
    before.externalId === now.externalId &&
    before.role === now.role
  );
}

function changedMember([member]: readonly MemberState[]): MemberState {
  invariant(member, "a registration changes a member");
  return member;
}
