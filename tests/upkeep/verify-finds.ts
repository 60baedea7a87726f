// Damage to the log itself, and that verify tells where it is: nothing but a backup mends it.

import { describe, expect, test } from "vitest";
import { openPlainly } from "../storage/ledger-file.ts";
import { type RichLedger, richLedger } from "./rich-ledger.ts";
import { verifiedBothWays } from "./verified-both-ways.ts";

/** What is done to the file, and at which row it is told: `at` asks for the position. */
export type Damage = readonly [what: string, damage: string, table: string, field: string | null, at: string | null];

/** An event that is damaged where it does not matter which. */
export const anyEvent = "select position from events where type = 'SeatClaimed'";

/** The first two events of a type, which are of one stream, exchange their versions. */
export function exchangedVersions(type: string): string {
  return `create temp table two as select position, version, row_number() over (order by position) as place
      from (select position, version from events where type = '${type}' order by position limit 2);
    update events set version = -version where position in (select position from two);
    update events set version = other.version from two join two as other on other.place = 3 - two.place
      where two.position = events.position`;
}

/** The last event is hidden from whoever reads the log from its beginning. */
export function movedTo(position: number | string): string {
  return `update events set position = ${position} where position = (select max(position) from events)`;
}

/** Each damage is made to a ledger of its own. */
export function findsEach(damages: readonly Damage[]): void {
  describe("verify finds", () => {
    test.each(damages)("%s", async (_, damage, table, field, at) => {
      await using rich = await richLedger();
      const position = at === null ? null : numberIn(rich, at);
      rich.damage(damage);
      const { ok, problems } = await verifiedBothWays(rich.ledger);
      expect(ok).toBe(false);
      expect(problems.map((problem) => problem.table)).toContain(table);
      expect(problems[0]).toMatchObject({ table, field, position, rebuildable: false });
    });
  });
}

export function numberIn({ file }: RichLedger, at: string): number {
  using database = openPlainly(file);
  return Number(database.prepare(at).pluck().get());
}
