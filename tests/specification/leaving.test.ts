// removeMember, removeCustomer, forgetPerson: people leave, and take no seat of the ledger's pools with them.

import {
  customerRegistered,
  customerRemoved,
  given,
  ids,
  memberRemoved,
  organizationRegistered,
  personForgotten,
  poolOpened,
  rejected,
  seatAssigned,
  seatGranted,
  seatRevoked,
} from "seat-ledger/testing";
import { expect, test } from "vitest";

const ann = { email: "ann@example.com" };

test("a member who is removed leaves the seats, each by an event of its own", async () => {
  await given(seatAssigned(ann))
    .when((ledger, { memberId }) => ledger.removeMember({ memberId: memberId(ann.email) }))
    .then(seatRevoked({ seat: "s1", cause: "person-removed" }), memberRemoved({ member: ann.email }));
});

test("a member leaves once", async () => {
  await given(seatAssigned(ann), seatRevoked(), memberRemoved({ member: ann.email }))
    .when((ledger, { memberId }) => ledger.removeMember({ memberId: memberId(ann.email) }))
    .thenNothing();
});

test("nobody is assigned who was removed", async () => {
  await given(seatAssigned(ann), seatRevoked(), memberRemoved({ member: ann.email }))
    .when((ledger, { pool, memberId }) => ledger.assignSeat({ ...pool, memberId: memberId(ann.email) }))
    .then(rejected("MemberNotFound"));
});

test("a customer leaves with its members; its pools stay", async () => {
  await given(poolOpened(), seatGranted(ann))
    .when((ledger, { customerId }) => ledger.removeCustomer({ customerId }))
    .then(
      seatRevoked({ seat: "s1", cause: "person-removed" }),
      memberRemoved({ member: ann.email, cause: "person-removed" }),
      customerRemoved({ customer: "buyer" }),
    );
});

test("a person who is forgotten leaves the seats and is removed, and nothing names it any more", async () => {
  await given(seatAssigned(ann))
    .when(async (ledger, { memberId, seatId }) => {
      await ledger.forgetPerson({ personId: memberId(ann.email) });
      const { entries } = await ledger.history({ seatId: seatId() });
      expect(entries.map(({ holder }) => holder?.email)).toEqual([null, null]);
    })
    .then(
      seatRevoked({ seat: "s1", cause: "person-forgotten" }),
      memberRemoved({ member: ann.email, cause: "person-forgotten" }),
      personForgotten({ member: ann.email }),
    );
});

test("who was forgotten does not come back under that id", async () => {
  const forgotten = given(
    organizationRegistered(),
    customerRegistered({ customer: "ann", ...ann }),
    personForgotten({ customer: "ann" }),
  );
  await forgotten
    .when((ledger, { organizationId }) => ledger.registerCustomer({ id: ids.customer("ann"), organizationId, ...ann }))
    .then(rejected("IdentityConflict", { what: "customer", ids: [ids.customer("ann")] }));
});
