// What holds of every command: the same key at the same moment is one effect, keys and versions and times belong where they
// belong.

import { isSeatLedgerError, type LedgerEvent } from "seat-ledger";
import { describe, expect, test } from "vitest";
import { appendedBy, type CommandRow, commandRows, sceneIn, stage } from "./every-command.ts";
import { refusal } from "./setting.ts";

const typesOf = (events: readonly LedgerEvent[]) => events.map(({ type }) => type);
const aboutPools = commandRows.filter((row): row is AboutPool => row.pool !== null);
const aboutPeople = commandRows.filter(({ pool }) => pool === null);

type AboutPool = CommandRow & { readonly name: string; readonly pool: NonNullable<CommandRow["pool"]> };

/** The paths of what is wrong with a request. */
async function issuePaths(call: Promise<unknown>): Promise<readonly string[]> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return isSeatLedgerError(error, "InvalidRequest") ? error.issues.map(({ path }) => path) : [];
}

describe.each(commandRows)("$name", ({ call }) => {
  test("asked twice at the same moment with the same key is done once and answered alike", async () => {
    const alone = await stage();
    const once = await appendedBy(alone.whole, () => call(alone));
    expect(once).not.toEqual([]);
    const scene = await stage();
    let answers: readonly unknown[] = [];
    const twice = await appendedBy(scene.whole, async () => {
      answers = await Promise.all([1, 2].map(() => call(scene, { idempotencyKey: "k" })));
    });
    expect(typesOf(twice)).toEqual(typesOf(once));
    expect(answers[1]).toEqual(answers[0]);
    expect(await appendedBy(scene.whole, () => call(scene, { idempotencyKey: "k" }))).toEqual([]);
  });

  test("finds a key free that another organization used", async () => {
    const scene = await stage();
    const other = await sceneIn(scene.whole, "second");
    const first = await appendedBy(scene.whole, () => call(scene, { idempotencyKey: "k" }));
    const second = await appendedBy(scene.whole, () => call(other, { idempotencyKey: "k" }));
    expect(typesOf(second)).toEqual(typesOf(first));
    expect(new Set(second.map(({ organizationId }) => organizationId))).toEqual(new Set([other.organizationId]));
  });

  test("is refused where it is said to happen in the future", async () => {
    const scene = await stage();
    const occurredAt = new Date(scene.clock.now().getTime() + 1);
    const appended = await appendedBy(scene.whole, async () => {
      expect(await issuePaths(call(scene, { occurredAt }))).toEqual(["occurredAt"]);
    });
    expect(appended).toEqual([]);
  });
});

describe.each(aboutPools)("$name, about a pool", ({ pool, call }) => {
  test("is refused where it is said to happen before the pool's last event", async () => {
    const scene = await stage();
    const occurredAt = new Date(scene.clock.now().getTime() - 1);
    scene.clock.advance({ seconds: 1 });
    const appended = await appendedBy(scene.whole, async () => {
      expect(await issuePaths(call(scene, { occurredAt }))).toEqual(["occurredAt"]);
    });
    expect(appended).toEqual([]);
  });

  test.each([0, 500, 1_000])("happens when it is said to, %i ms after the pool's last event", async (offset) => {
    const scene = await stage();
    const occurredAt = new Date(scene.clock.now().getTime() + offset);
    scene.clock.advance({ seconds: 1 });
    const appended = await appendedBy(scene.whole, () => call(scene, { occurredAt }));
    expect(new Set(appended.map((event) => event.occurredAt.getTime()))).toEqual(new Set([occurredAt.getTime()]));
    expect(new Set(appended.map((event) => event.recordedAt.getTime()))).toEqual(
      new Set([scene.clock.now().getTime()]),
    );
  });

  test("is done at the version that the caller expects, and at no other", async () => {
    const scene = await stage();
    const { version } = await scene.ledger.getPool(pool(scene));
    const refused = await appendedBy(scene.whole, async () => {
      for (const expectedVersion of [0, version - 1, version + 1]) {
        expect(await refusal(call(scene, { expectedVersion }))).toBe("VersionConflict");
      }
    });
    expect(refused).toEqual([]);
    expect(await appendedBy(scene.whole, () => call(scene, { expectedVersion: version }))).not.toEqual([]);
    expect(await refusal(call(scene, { expectedVersion: version }))).toBe("VersionConflict");
  });
});

describe.each(aboutPeople)("$name, about no pool that is there", ({ call }) => {
  test("has no version to expect", async () => {
    const scene = await stage();
    const appended = await appendedBy(scene.whole, async () => {
      expect(await issuePaths(call(scene, { expectedVersion: 0 }))).toEqual(["expectedVersion"]);
    });
    expect(appended).toEqual([]);
  });

  test("happens when it is said to; on a seat that it changes, no earlier than the pool's last event", async () => {
    const scene = await stage();
    const last = scene.clock.now();
    const occurredAt = new Date(last.getTime() - 60_000);
    scene.clock.advance({ seconds: 1 });
    for (const event of await appendedBy(scene.whole, () => call(scene, { occurredAt }))) {
      expect(event.occurredAt, event.type).toEqual(event.seatId === null ? occurredAt : last);
    }
  });

  test("happens on a seat when it is said to, after the pool's last event", async () => {
    const scene = await stage();
    const occurredAt = new Date(scene.clock.now().getTime() + 500);
    scene.clock.advance({ seconds: 1 });
    const appended = await appendedBy(scene.whole, () => call(scene, { occurredAt }));
    expect(new Set(appended.map((event) => event.occurredAt.getTime()))).toEqual(new Set([occurredAt.getTime()]));
  });
});

test("a key about organizations belongs to the whole ledger, outside of every fence", async () => {
  const { whole } = await stage();
  await whole.registerOrganization({ name: "One", slug: "one" }, { idempotencyKey: "k" });
  const other = whole.registerOrganization({ name: "Two", slug: "two" }, { idempotencyKey: "k" });
  expect(await refusal(other)).toBe("IdempotencyConflict");
});
