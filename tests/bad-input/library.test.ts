// Bad input at the library's door: operation by operation, field by field, each way to be bad.

import { randomUUID } from "node:crypto";
import { openLedger } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { product, type Setting, setting } from "../ledger/setting.ts";
import { everyEvent } from "../machine/seat-story.ts";
import { badFor, cyclic, nested, throwing } from "./badness.ts";
import { commands, contextFields, type Loose, type Operation, operations } from "./operations/index.ts";
import { issuesOf } from "./refused.ts";

const table = Object.entries(operations);

/** What can't be read has no fields to be named. */
const unreadable = new Set(["a proxy that throws", "an object of great depth"]);

function isNamed(field: string, what: string, path: string, at = ""): boolean {
  return path === at + field || path.startsWith(`${at}${field}.`) || (unreadable.has(what) && path === "");
}

describe.each(table)("%s", (_, operation) => {
  test.each(Object.entries(operation.fields))("names a bad %s", async (field, kind) => {
    await using given = await open();
    for (const [what, value] of badFor(kind)) {
      const args = { ...operation.good(given), [field]: value() };
      const issues = await issuesOf(given.ledger, what, () => operation.call(given.ledger, args));
      expect(
        issues.filter(({ path }) => isNamed(field, what, path, operation.at)),
        what,
      ).not.toEqual([]);
    }
  });

  test.each(operation.required)("names a missing %s", async (field) => {
    await using given = await open();
    const { [field]: _, ...args } = operation.good(given);
    for (const missing of [args, { ...args, [field]: null }, { ...args, [field]: undefined }]) {
      const issues = await issuesOf(given.ledger, `no ${field}`, () => operation.call(given.ledger, missing));
      const aboutSources = issues.some(({ message }) => message.includes(field));
      expect(aboutSources || issues.some(({ path }) => isNamed(field, "", path, operation.at)), field).toBe(true);
    }
  });

  test.each(["colour", "__proto__", "constructor", "toString"])("names the unknown field %s", async (field) => {
    await using given = await open();
    // As JSON.parse makes it: a field of the object's own.
    const args = { ...operation.good(given), ...ownField(field) };
    const issues = await issuesOf(given.ledger, field, () => operation.call(given.ledger, args));
    expect(issues.map(({ path }) => path)).toEqual([`${operation.at ?? ""}${field}`]);
  });

  test("repeats no field that may be somebody's", async () => {
    await using given = await open();
    for (const field of ["somebody@private.example", "seat_inv_q83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjQ"]) {
      const args = { ...operation.good(given), [field]: 1 };
      await issuesOf(given.ledger, "an unknown field", () => operation.call(given.ledger, args));
    }
  });

  test("refuses what are no arguments at all", async () => {
    await using given = await open();
    const ledger = given.ledger;
    const wrong: readonly (readonly [string, () => unknown])[] = [
      ...badFor("object").filter(([what]) => what !== "an instance of a class" || operation.required.length > 0),
      ...(operation.mayBeNull ? [] : [["null", () => null] as const]),
      ["an object that throws when it is read", () => ({ ...operation.good(given), ...throwingField(operation) })],
    ];
    for (const [what, value] of wrong) await issuesOf(ledger, what, () => operation.call(ledger, value()));
  });
});

describe.each(Object.entries(commands))("%s", (_, operation) => {
  test("names every bad part of its context", async () => {
    await using given = await open();
    for (const [field, kind] of Object.entries(contextFields)) {
      for (const [what, value] of badFor(kind)) {
        const args = operation.good(given);
        const ask = () => operation.call(given.ledger, args, { [field]: value() });
        const issues = await issuesOf(given.ledger, `${field}: ${what}`, ask);
        expect(
          issues.filter(({ path }) => isNamed(field, what, path)),
          `${field}: ${what}`,
        ).not.toEqual([]);
      }
    }
    for (const context of [null, [], "x", throwing(), { colour: 1 }, ownField("__proto__")]) {
      await issuesOf(given.ledger, "a bad context", () => operation.call(given.ledger, operation.good(given), context));
    }
  });
});

test.each<readonly [string, (given: Setting) => Loose]>([
  ["nobody", () => ({})],
  ["an organization and nobody in it", ({ organizationId }) => ({ organizationId })],
  ["an e-mail without an organization", () => ({ email: "new@acme.example" })],
  ["an id in an organization", ({ customerId, organizationId }) => ({ personId: customerId, organizationId })],
  ["an id and an e-mail", ({ customerId }) => ({ personId: customerId, email: "new@acme.example" })],
  [
    "everything",
    ({ customerId, organizationId }) => ({ personId: customerId, organizationId, email: "new@acme.example" }),
  ],
])("forgetPerson says in which two ways a person is named, given %s", async (what, args) => {
  await using given = await open();
  expect(await issuesOf(given.ledger, what, () => given.ledger.forgetPerson(args(given)))).toEqual([
    { path: "", message: "Exactly one of personId, or organizationId together with email, must be given" },
  ]);
});

test.each<readonly [string, Loose]>([
  ["nobody", {}],
  ["a customer and a member", { customerId: randomUUID(), memberId: randomUUID() }],
  ["two members", { memberId: randomUUID(), externalMemberId: "x" }],
  ["two customers", { customerId: randomUUID(), externalCustomerId: "x" }],
  ["a member and an e-mail", { memberId: randomUUID(), email: "new@acme.example" }],
])("assignSeats names the place of a recipient who is %s, and gives nobody a seat", async (what, recipient) => {
  await using given = await open();
  const { ledger, subscriptionId } = given;
  const recipients = [{ email: "first@acme.example" }, recipient, { email: "third@acme.example" }];
  const issues = await issuesOf(ledger, what, () => ledger.assignSeats({ subscriptionId, recipients }));
  expect(new Set(issues.map(({ path }) => path))).toEqual(new Set(["recipients.1"]));
});

test("assignSeats takes a thousand people at once, and no more", async () => {
  await using given = await open();
  const { ledger, subscriptionId } = given;
  const recipients = Array.from({ length: 1_001 }, (_, index) => ({ email: `p${index}@acme.example` }));
  const issues = await issuesOf(ledger, "too many", () => ledger.assignSeats({ subscriptionId, recipients }));
  expect(issues.map(({ path }) => path)).toEqual(["recipients"]);
  expect(await ledger.assignSeats({ subscriptionId, recipients: recipients.slice(1) })).toHaveLength(1_000);
});

test("a time at the edge of what the log can write is read again as it was given", async () => {
  await using given = await open();
  const { ledger, organizationId, customerId } = given;
  const [first, last] = [new Date("0001-01-02T00:00:00.000Z"), new Date("9999-12-30T23:59:59.999Z")];
  const source = { origin: "listing", originId: "1", observedAt: first } as const;
  const pool = { subscriptionId: randomUUID() };
  const times = { createdAt: first, invitationTokenExpiresAt: first, claimedAt: first, revokedAt: last };
  const seat = { id: randomUUID(), status: "revoked", ...times } as const;
  await ledger.record(
    [
      { type: "pool", ...pool, organizationId, customerId, product, seats: 1, status: "active", openedAt: first },
      { type: "quantity", ...pool, seats: 2, at: first },
      { type: "seat", ...pool, seat, shownAt: last },
    ],
    source,
  );
  expect(await ledger.getSeat({ seatId: seat.id })).toMatchObject({
    createdAt: first,
    claimedAt: first,
    revokedAt: last,
  });
  const events = await everyEvent(ledger);
  expect(events.at(-1)).toMatchObject({ type: "SeatRevoked", occurredAt: last });
});

test("the inbox names a bad id, subject, key or prefix", async () => {
  await using given = await open();
  const { inbox } = given.ledger;
  const calls: Readonly<Record<string, (value: Loose) => Promise<unknown>>> = {
    originId: (value) => inbox.get(value),
    subject: (value) => inbox.newest(value),
    key: (value) => inbox.note(value),
    prefix: (value) => inbox.notes(value),
  };
  for (const [field, call] of Object.entries(calls)) {
    const bad = badFor("text").filter(([what]) => field !== "prefix" || what !== "empty text");
    for (const [what, value] of [...bad, ["nothing", () => undefined] as const]) {
      const issues = await issuesOf(given.ledger, `${field}: ${what}`, () => call(value()));
      expect(
        issues.filter(({ path }) => isNamed(field, what, path)),
        `${field}: ${what}`,
      ).not.toEqual([]);
    }
  }
  for (const [what, value] of badFor("text")) {
    const issues = await issuesOf(given.ledger, what, () => inbox.putNote(value() as string, 1));
    expect(issues.some(({ path }) => isNamed("key", what, path))).toBe(true);
    const replaced = () => inbox.replaceNote(value() as string, { expected: null, value: 1 });
    expect((await issuesOf(given.ledger, what, replaced)).some(({ path }) => isNamed("key", what, path))).toBe(true);
  }
});

test.each<readonly [string, () => unknown]>([
  ["a symbol", () => Symbol("x")],
  ["nothing", () => undefined],
  ["no JSON", () => ({ at: new Date(0) })],
  ["a number that JSON has not", () => [Number.NaN]],
  ["a cyclic object", () => cyclic()],
  ["a proxy that throws", throwing],
  ["a null character", () => ({ page: "a\0b" })],
  ["an object of great depth", () => nested(10_000)],
  ["more than a mebibyte", () => "x".repeat(1024 * 1024)],
])("the inbox remembers no %s", async (what, value) => {
  await using given = await open();
  const { inbox } = given.ledger;
  await issuesOf(given.ledger, what, () => inbox.putNote("pass", value()));
  await issuesOf(given.ledger, what, () => inbox.replaceNote("pass", { expected: null, value: value() }));
  await issuesOf(given.ledger, what, () => inbox.replaceNote("pass", { expected: value(), value: 1 }));
  expect(await inbox.notes("")).toEqual([]);
});

test("the inbox takes a body of sixteen mebibytes and a note of one, and no more", async () => {
  await using given = await open();
  const { inbox } = given.ledger;
  const common = { origin: "webhook", organizationId: null, type: "x", subject: null, apiVersion: null } as const;
  const times = { sourceAt: null, observedAt: new Date(0), people: [] };
  // Two bytes each.
  const body = "ü".repeat(8 * 1024 * 1024);
  await inbox.keep([{ ...common, ...times, originId: "1", body }]);
  expect((await inbox.get("1"))?.body).toBe(body);
  const tooLarge = { ...common, ...times, originId: "2", body: `${body}.` };
  const issues = await issuesOf(given.ledger, "a larger body", () => inbox.keep([tooLarge]));
  expect(issues.map(({ path }) => path)).toEqual(["0.body"]);
  const note = "x".repeat(1024 * 1024 - 2);
  await inbox.putNote("pass", note);
  expect(await inbox.note("pass")).toBe(note);
  const many = Array.from({ length: 1_001 }, (_, index) => ({ ...common, ...times, originId: `${index}`, body: "" }));
  await issuesOf(given.ledger, "too many", () => inbox.keep(many));
  expect(await inbox.keep(many.slice(1))).toHaveLength(1_000);
});

test("forOrganization and openLedger refuse what is wrong too", async () => {
  await using given = await open();
  for (const [what, value] of badFor("id")) {
    await issuesOf(given.ledger, what, async () => given.ledger.forOrganization(value() as string));
  }
  const options: Readonly<Record<string, Parameters<typeof badFor>[0]>> = {
    durability: "choice",
    clock: "object",
    invitationTtl: "object",
  };
  for (const [field, kind] of Object.entries(options)) {
    for (const [what, value] of badFor(kind).filter(([bad]) => !["a function", "a number"].includes(bad))) {
      await issuesOf(given.ledger, `${field}: ${what}`, () => openLedger({ file: ":memory:", [field]: value() }));
    }
  }
});

test("what is odd, but not wrong, is taken as it is meant", async () => {
  await using given = await open();
  const { ledger, subscriptionId, customerId, organizationId } = given;
  class Request {
    readonly subscriptionId = subscriptionId;
    get email() {
      return "class@acme.example";
    }
  }
  expect((await ledger.assignSeat(new Request())).seat.email).toBe("class@acme.example");
  const bare = Object.assign(Object.create(null), { subscriptionId, email: "bare@acme.example" });
  expect((await ledger.assignSeat(bare)).seat.email).toBe("bare@acme.example");
  const marked = { subscriptionId, email: "marked@acme.example", [Symbol("mark")]: 1, metadata: { constructor: -0 } };
  const { seat } = await ledger.assignSeat(marked);
  expect(Object.is(seat.seatMetadata["constructor"], 0)).toBe(true);
  expect(await ledger.getSeat({ seatId: seat.id })).toEqual(seat);
  const empty = {
    orderId: organizationId.replace(/^.{8}/, "00000000"),
    organizationId,
    customerId,
    product: { id: "p", name: "P" },
  };
  expect(Object.is((await ledger.openPool({ ...empty, seats: -0 })).seats, 0)).toBe(true);
});

test("metadata are read once: a caller that changes them later changes nothing", async () => {
  await using given = await open();
  const { ledger, subscriptionId } = given;
  const metadata = { list: [1], inside: { depth: nested(3) as Loose } };
  const assigning = ledger.assignSeat({ subscriptionId, email: "new@acme.example", metadata });
  metadata.list.push(2);
  metadata.inside.depth = "changed";
  const { seat } = await assigning;
  expect(seat.seatMetadata).toEqual({ list: [1], inside: { depth: nested(3) } });
  metadata.list.push(3);
  expect(await ledger.getSeat({ seatId: seat.id })).toEqual(seat);
});

async function open(): Promise<Setting & AsyncDisposable> {
  const given = await setting({ seats: 20 });
  return { ...given, [Symbol.asyncDispose]: () => given.ledger.close() };
}

function ownField(field: string): object {
  return JSON.parse(`{${JSON.stringify(field)}: {"admin": true}}`);
}

function throwingField({ fields }: Operation): object {
  return { [Object.keys(fields)[0] ?? ""]: throwing() };
}
