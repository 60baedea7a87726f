// Forgetting is done to the files, not only to the answers: no byte names the person any more while the ledger is open,
// and what the views show of everybody is what the log, with the rows that are left beside it, says.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { openLedger } from "seat-ledger";
import { expect, test } from "vitest";
import { customerId, newFolder, openPlainly, openWithPool, organizationId, pool } from "./ledger-file.ts";

const person = {
  email: "ada.lovelace@example.com",
  name: "Ada Lovelace",
  externalId: "crm-4711",
  metadata: "third floor, window seat",
  reason: "moved in from the Berlin office",
  ip: "203.0.113.7",
  userAgent: "Analytical-Engine/1.0",
};
const changedEmail = "Countess@example.com";
const values = [...Object.values(person), changedEmail].map((value) => value.toLowerCase());

async function bytesOf(file: string): Promise<string> {
  const parts = await Promise.all(["", "-wal", "-shm"].map((suffix) => readFile(`${file}${suffix}`, "latin1")));
  return parts.join("").toLowerCase();
}

async function filledWithAda(file: string) {
  const ledger = await openWithPool(file);
  const { email, name, externalId, reason, ip, userAgent } = person;
  const context = { reason, ip, userAgent };
  const { id: personId } = await ledger.registerMember({ customerId, email, name, externalId }, context);
  const metadata = { note: person.metadata };
  const first = await ledger.assignSeat({ ...pool, email, metadata }, { ...context, idempotencyKey: "k" });
  await ledger.assignSeat(
    { ...pool, email: "bob@example.com", metadata: { note: "by the door" } },
    { actor: { type: "member", id: personId }, ip, userAgent, reason: `sits beside ${email}` },
  );
  await ledger.registerMember({ id: personId, customerId, email: changedEmail }, context);
  await ledger.revokeSeat({ seatId: first.seat.id }, context);
  await ledger.assignSeat({ ...pool, email: changedEmail, metadata });
  return { ledger, personId };
}

test("no byte of the files names a forgotten person, while the ledger is open", async () => {
  await using folder = await newFolder();
  const { ledger, personId } = await filledWithAda(folder.file);
  const before = await bytesOf(folder.file);
  for (const value of values) expect(before, value).toContain(value);

  await ledger.forgetPerson({ personId }, { reason: person.reason, ip: person.ip, userAgent: person.userAgent });

  const after = await bytesOf(folder.file);
  for (const value of values) expect(after, value).not.toContain(value);
  expect(after).toContain("bob@example.com");
  await ledger.close();
});

test("nor does a byte where rows were moved from page to page before", async () => {
  await using folder = await newFolder();
  await using ledger = await openWithPool(folder.file);
  const once = "reception@example.com";
  const people = Array.from({ length: 1_000 }, (_, index) => {
    // Ids and e-mails in no order, so that rows are put between others and pages are split; the same in every run.
    const random = createHash("sha256").update(`${index}`).digest("hex");
    const id = random.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
    return { id, email: `${random.slice(0, 8 + (index % 20))}-${index}@example.com`, forgotten: index % 2 === 0 };
  });
  for (const { id, email, forgotten } of people) {
    if (forgotten) await ledger.registerMember({ id, customerId, email: once });
    await ledger.registerMember({ id, customerId, email, name: `Name of ${email}` });
  }
  // Rows that grow are moved, and leave copies behind.
  for (const { id, email } of people) {
    await ledger.registerMember({ id, customerId, email, name: `${"very ".repeat(30)} long name of ${email}` });
  }

  await ledger.forgetPerson({ organizationId, email: once });

  const bytes = await bytesOf(folder.file);
  expect(people.filter(({ email, forgotten }) => forgotten && bytes.includes(email))).toEqual([]);
  expect(people.filter(({ email, forgotten }) => !forgotten && !bytes.includes(email))).toEqual([]);
});

test("nor does a byte of what came in before anything was made of it, nor the hash of it", async () => {
  await using folder = await newFolder();
  await using ledger = await openWithPool(folder.file);
  const { id: personId } = await ledger.registerMember({ customerId, email: changedEmail });
  await ledger.registerMember({ id: personId, customerId, email: person.email });
  const bodies = [
    `{"email":"${person.email}","padding":"${"x".repeat(20_000)}"}`,
    `{"email":"${changedEmail.toUpperCase()}"}`,
    String.raw`{"email":"ada.lovelace\u0040example.com","name":"${person.name}"}`,
    JSON.stringify({ id: personId, name: person.name, ip: person.ip }),
  ];
  const hashes = bodies.map((body) => createHash("sha256").update(body).digest("hex"));
  const common = { origin: "webhook", organizationId, type: "member.updated", subject: null } as const;
  const keep = async (originId: string, body: string) => {
    const times = { apiVersion: null, sourceAt: null, observedAt: new Date() };
    await ledger.inbox.keep([
      { ...common, originId, ...times, body, people: body.includes(personId) ? [personId] : [] },
    ]);
    await ledger.inbox.settle([{ originId, state: "unread", problem: "data: is not known" }]);
  };
  for (const [index, body] of bodies.entries()) await keep(`${index}`, body);
  await keep("bob", '{"email":"bob@example.com"}');
  const before = await bytesOf(folder.file);
  for (const text of [person.name.toLowerCase(), ...hashes]) expect(before, text).toContain(text);

  await ledger.forgetPerson({ personId });

  const after = await bytesOf(folder.file);
  const gone = [...values, "lovelace\\u0040", ...hashes];
  for (const value of gone) expect(after, value).not.toContain(value);
  expect(after).toContain("bob@example.com");
});

test("another process that reads an old state delays the scrubbing of the files, not the answer for long", async () => {
  await using folder = await newFolder();
  const { ledger, personId } = await filledWithAda(folder.file);
  using reader = openPlainly(folder.file);
  reader.exec("begin");
  reader.prepare("select count(*) from personal").get();
  await ledger.forgetPerson({ personId });
  reader.exec("commit");
  expect(await bytesOf(folder.file)).toContain(person.email);
  const { id } = await ledger.registerMember({ customerId, email: "next@example.com" });
  await ledger.forgetPerson({ personId: id });
  expect(await bytesOf(folder.file)).not.toContain(person.email);
  await ledger.close();
});

test("what is kept of a request under its idempotency key can not be guessed without the secret", async () => {
  const kept: unknown[] = [];
  for (const secret of ["one secret of thirty-two bytes!!!", "another secret of thirty-two bytes"]) {
    await using folder = await newFolder();
    await using ledger = await openLedger({ file: folder.file, secret });
    await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme" });
    await ledger.registerCustomer({ organizationId, email: person.email }, { idempotencyKey: "k" });
    using database = openPlainly(folder.file);
    kept.push(database.prepare("select hash from idempotency").pluck().get());
  }
  expect(kept[0]).not.toEqual(kept[1]);
});

test("the views show what the log says with the rows that are left", async () => {
  await using folder = await newFolder();
  const { ledger, personId } = await filledWithAda(folder.file);
  await ledger.forgetPerson({ personId });
  await ledger.close();
  using database = openPlainly(folder.file);
  // The last row beside the log that tells a person's facts, and the rows of each seat's holding.
  const people = database.prepare(`
    select people.id, people.email, people.name, people.external_id,
      (select personal.data from events left join personal using (stream, version)
       where events.person_id = people.id and events.type in
         ('CustomerRegistered', 'CustomerChanged', 'MemberRegistered', 'MemberChanged')
       order by events.position desc limit 1) as told
    from (select id, email, name, external_id from customers union all select id, email, name, external_id from members) people`);
  const seats = database.prepare(`
    select seats.status, seats.email, seats.metadata,
      (select personal.data ->> 'email' from events left join personal using (stream, version)
       where events.holding_id = seats.holding_id and events.type in ('SeatAssigned', 'SeatGranted', 'HolderChanged')
       order by events.position desc limit 1) as told_email,
      (select personal.data -> 'metadata' from events left join personal using (stream, version)
       where events.holding_id = seats.holding_id and events.type in ('SeatAssigned', 'SeatGranted')) as told_metadata
    from seats`);
  const nobody = '{"email":null,"name":null,"externalId":null}';
  for (const row of people.all() as Record<string, string | null>[]) {
    const { email, name, externalId } = JSON.parse(row["told"] ?? nobody);
    expect(row).toMatchObject({ email, name, external_id: externalId });
  }
  const shown = seats.all() as Record<string, string | null>[];
  expect(shown).toHaveLength(2);
  for (const row of shown) {
    expect(row["email"]).toBe(row["status"] === "revoked" ? null : row["told_email"]);
    expect(row["metadata"]).toBe(row["told_metadata"] ?? "{}");
  }
  const left = database
    .prepare("select count(*) from personal join events using (stream, version) where person_id = ?")
    .pluck();
  expect(left.get(personId)).toBe(0);
});
