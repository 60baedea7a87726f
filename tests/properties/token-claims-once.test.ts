// An invitation's token claims one seat, once, in its time. After each step every token that was ever given out is tried:
// those that are dead stay dead, whether they were used, revoked, replaced by a resend or are past their expiry.

import fc from "fast-check";
import { isSeatLedgerError } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { engines } from "../contract/engines/engines.ts";
import { everyHistory } from "./histories.ts";
import { seatOpenedBy } from "./model.ts";
import { propertyRuns, propertyTimeoutMs } from "./property-runs.ts";
import type { Law } from "./world.ts";

const deadTokensStayDead: Law = async ({ model, world }) => {
  for (const invitationToken of model.tokens) {
    const info = await world.ledger.getClaimInfo({ invitationToken }).catch(codeOf);
    const seat = seatOpenedBy(model, invitationToken);
    if (seat) {
      expect(info).toMatchObject({ canClaim: true, customerEmail: seat.holder?.email });
    } else {
      expect(info).toBe("InvalidInvitationToken");
      expect(await world.ledger.claimSeat({ invitationToken }).catch(codeOf)).toBe("InvalidInvitationToken");
    }
  }
  expect(await world.readOn(), "a dead token appended something").toEqual([]);
  const claimed = world.log.filter(({ type }) => type === "SeatClaimed").map(({ holdingId }) => holdingId);
  expect(new Set(claimed).size, "a holding was claimed twice").toBe(claimed.length);
};

function codeOf(error: unknown): string {
  if (!isSeatLedgerError(error)) throw error;
  return error.code;
}

describe.each(engines)("$name", (engine) => {
  test("a token claims once, and never after its seat or its time is gone", {
    timeout: propertyTimeoutMs,
  }, async () => {
    await fc.assert(
      everyHistory(engine, () => deadTokensStayDead),
      propertyRuns("token claims once", engine),
    );
  });
});
