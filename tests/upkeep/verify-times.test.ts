// verify finds a time of which there is no date, in whichever column it stands.

import { expect, test } from "vitest";
import { richLedger } from "./rich-ledger.ts";
import { findsEach } from "./verify-finds.ts";

const last = "select max(position) from events";
const lastIs = (what: string) => `update events set ${what} where position = (${last})`;

findsEach(
  [
    ["recorded_at", "recorded_at = 9000000000000000"],
    ["observed_at", "observed_at = 9000000000000000"],
    ["observed_at", "observed_at = -9000000000000000"],
    ["not_after", "inferred = 1, not_after = 9000000000000000000"],
    ["not_after", "inferred = 1, not_after = -9000000000000000"],
    ["not_before", "inferred = 1, not_before = -9000000000000000, not_after = 5"],
  ].map(
    ([column = "", what = ""]) => [`no date: ${what}`, lastIs(what), ...(["events", column, last] as const)] as const,
  ),
);

test("of an event recorded at no date verify tells, and of none after it", async () => {
  await using rich = await richLedger();
  rich.damage("update events set recorded_at = 9000000000000000 where position = 4");
  const { problems } = await rich.ledger.verify();
  expect(problems).toMatchObject([{ table: "events", field: "recorded_at", position: 4 }]);
});
