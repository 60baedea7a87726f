// The log itself holds nobody's data: what names or describes a person, and every token, stays out of the events table,
// because events are for ever and people can ask to be forgotten.

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { customerId, newFolder, openPlainly, openWithPool, organizationId, pool } from "./ledger-file.ts";

const personal = {
  email: "ada.lovelace@example.com",
  changedEmail: "countess@example.com",
  name: "Ada Lovelace",
  externalId: "crm-4711",
  metadata: "third floor, window seat",
  reason: "moved in from the Berlin office",
  ip: "203.0.113.7",
  userAgent: "Analytical-Engine/1.0",
};

test("no e-mail, name, note or token stands in the events table", async () => {
  await using folder = await newFolder();
  const tokens: string[] = [];
  {
    await using ledger = await openWithPool(folder.file);
    const { reason, ip, userAgent, email, name, externalId } = personal;
    const context = { reason, ip, userAgent };
    await ledger.registerMember({ customerId, email, name, externalId }, context);
    const { seat, invitation } = await ledger.assignSeat(
      { ...pool, email, metadata: { note: personal.metadata } },
      context,
    );
    const resent = await ledger.resendInvitation({ seatId: seat.id }, context);
    const claimed = await ledger.claimSeat({ invitationToken: resent.invitation?.token ?? "" }, context);
    await ledger.registerMember({ customerId, externalId, email: personal.changedEmail }, context);
    await ledger.registerCustomer({ id: customerId, organizationId, name: "Bea Buyer-Meyer" }, context);
    await ledger.revokeSeat({ seatId: seat.id }, context);
    tokens.push(invitation?.token ?? "", resent.invitation?.token ?? "", claimed.customerSessionToken);
  }
  using database = openPlainly(folder.file);
  const log = JSON.stringify(database.prepare("select * from events").all()).toLowerCase();
  const beside = JSON.stringify(database.prepare("select * from personal").all());

  for (const [what, value] of Object.entries(personal)) {
    expect(log, what).not.toContain(value.toLowerCase());
    expect(beside, `${what} is kept beside the log`).toContain(value);
  }
  expect(log).not.toContain("@");
  expect(log).not.toContain("bea buyer");
  expect(tokens.every((token) => token.length > 40)).toBe(true);
  for (const token of tokens) expect(log).not.toContain(token.toLowerCase());
});

test("no token and no secret stands anywhere in the file", async () => {
  await using folder = await newFolder();
  const ledger = await openWithPool(folder.file);
  const { invitation } = await ledger.assignSeat({ ...pool, email: personal.email });
  const { customerSessionToken } = await ledger.claimSeat({ invitationToken: invitation?.token ?? "" });
  await ledger.close();
  const bytes = await readFile(folder.file, "latin1");
  const secret = (await readFile(folder.path("seats.db.secret"), "utf8")).trim();
  expect(bytes).toContain(personal.email);
  for (const hidden of [invitation?.token, customerSessionToken, secret]) expect(bytes).not.toContain(hidden);
});
