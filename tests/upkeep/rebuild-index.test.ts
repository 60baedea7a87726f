// rebuild makes the index of the log's terms anew, whatever became of it.

import { describe, expect, test } from "vitest";
import { damages } from "./made-tables.ts";
import { type RichLedger, richLedger } from "./rich-ledger.ts";

/** With so many events that the index holds some of them. */
async function grownLedger(): Promise<RichLedger> {
  const rich = await richLedger();
  const { ledger, subscriptionId } = rich;
  await ledger.resizePool({ subscriptionId, seats: 2_000 });
  const recipients = Array.from({ length: 600 }, (_, index) => ({ email: `person-${index}@acme.example` }));
  const resize = (seats: number) =>
    ledger.resizePool({ subscriptionId, seats }, { actor: { type: "user", id: "usr_ada" } });
  await ledger.assignSeats({ subscriptionId, recipients: recipients.slice(0, 200) });
  await resize(2_001);
  await ledger.assignSeats({ subscriptionId, recipients: recipients.slice(200, 400) });
  await resize(2_000);
  await ledger.assignSeats({ subscriptionId, recipients: recipients.slice(400) });
  return rich;
}

/** What is found by the index. */
async function foundIn({ ledger, subscriptionId }: RichLedger): Promise<unknown> {
  const { seats } = await ledger.listSeats({ subscriptionId });
  const of = (personId: string | null) => ledger.history(personId ? { personId } : {});
  const people = await Promise.all(seats.slice(0, 40).map((seat) => of(seat.personId)));
  return [
    people,
    await ledger.history({ types: ["PoolOpened", "SeatClaimed"] }),
    await ledger.history({ actor: { type: "user", id: "usr_ada" } }),
  ];
}

describe("rebuild makes the index anew where there is", () => {
  const damaged = [...Object.entries(damages.event_terms), ...Object.entries(damages.event_terms_mark)];
  test.each([...damaged, ["no row", "delete from event_terms"], ["no mark", "delete from event_terms_mark"]])(
    "%s",
    async (_, damage) => {
      await using rich = await grownLedger();
      const found = await foundIn(rich);
      rich.damage(damage);
      const { problems } = await rich.ledger.verify();
      expect(problems).toMatchObject([{ table: "event_terms", rebuildable: true }]);
      expect(await rich.ledger.rebuild()).toMatchObject({ changed: 1 });
      expect(await foundIn(rich)).toEqual(found);
      expect(await rich.ledger.verify()).toMatchObject({ ok: true });
      await rich.ledger.assignSeat({ subscriptionId: rich.subscriptionId, email: "zoe@acme.example" });
    },
  );
});
