// getClaimInfo: what an invitation is for, told to whoever has its token.

import { given, organizationRegistered, rejected, seatAssigned, seatClaimed, timePassed } from "seat-ledger/testing";
import { expect, test } from "vitest";

test("tells what the invitation is for, and changes nothing", async () => {
  await given(organizationRegistered({ name: "Acme", slug: "acme" }), seatAssigned({ email: "ann@example.com" }))
    .when(async (ledger, { token }) => {
      const info = await ledger.getClaimInfo({ invitationToken: token() });
      expect(info).toMatchObject({ organizationSlug: "acme", customerEmail: "ann@example.com", canClaim: true });
    })
    .thenNothing();
});

test("tells nothing of an invitation that is dead", async () => {
  await given(seatAssigned(), seatClaimed())
    .when((ledger, { token }) => ledger.getClaimInfo({ invitationToken: token() }))
    .then(rejected("InvalidInvitationToken"));
  await given(seatAssigned(), timePassed({ hours: 25 }))
    .when((ledger, { token }) => ledger.getClaimInfo({ invitationToken: token() }))
    .then(rejected("InvalidInvitationToken"));
});
