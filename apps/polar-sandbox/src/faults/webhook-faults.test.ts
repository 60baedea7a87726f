// Webhooks that are lost, doubled, late or out of order.

import { expect, test } from "vitest";
import { listener, listenTo } from "../../testing/listener.ts";
import { setting } from "../../testing/setting.ts";
import type { SandboxFaultOptions } from "../index.ts";

function bad(faults: SandboxFaultOptions) {
  const ears = listener();
  const { sandbox, organization, pass } = setting({ deliver: ears.deliver });
  listenTo(sandbox, organization.id);
  sandbox.faults.set(faults);
  const emit = (ids: string) => {
    for (const id of ids) sandbox.emit("test.event", { id });
  };
  return { sandbox, ears, emit, pass, heardIds: () => ears.heard.map(({ data }) => data["id"]).join("") };
}

test("a dropped event is never sent, and the delivery log knows nothing of it", async () => {
  const { sandbox, emit, heardIds } = bad({ webhookDropped: 0.5 });
  emit("abcdefghijkl");
  await sandbox.webhooks.advance(24 * 3_600_000);
  const dropped = sandbox.faults.struck()["webhookDropped"] ?? 0;
  expect(dropped).toBeGreaterThan(2);
  expect([heardIds().length, sandbox.webhooks.deliveries().length]).toEqual([12 - dropped, 12 - dropped]);
  expect(sandbox.webhooks.events()).toHaveLength(12);
});

test("a doubled event is sent twice with one id", async () => {
  const { sandbox, emit, ears, heardIds } = bad({ webhookDoubled: 1 });
  emit("ab");
  await sandbox.webhooks.flush();
  expect(heardIds()).toBe("aabb");
  expect(ears.heard[0]?.id).toBe(ears.heard[1]?.id);
  expect(await sandbox.webhooks.advance(24 * 3_600_000)).toBe(0);
});

test("a late event is overtaken, and comes when it is said to", async () => {
  const { sandbox, emit, heardIds } = bad({ webhookLate: 1, webhookLateMs: 5000 });
  emit("a");
  sandbox.faults.clear();
  emit("b");
  await sandbox.webhooks.advance(4999);
  expect(heardIds()).toBe("b");
  await sandbox.webhooks.advance(1);
  expect(heardIds()).toBe("ba");
});

test("an event out of order overtakes what was made before it", async () => {
  const { sandbox, emit, heardIds } = bad({ webhookReordered: 0.5, seed: 3 });
  emit("abcdefgh");
  await sandbox.webhooks.flush();
  expect(heardIds()).not.toBe("abcdefgh");
  expect([...heardIds()].toSorted().join("")).toBe("abcdefgh");
});

test("a fault that is switched off leaves what is late already late", async () => {
  const { sandbox, emit, heardIds } = bad({ webhookLate: 1 });
  emit("a");
  sandbox.faults.clear();
  await sandbox.webhooks.flush();
  expect(heardIds()).toBe("");
  await sandbox.webhooks.advance(600_000);
  expect(heardIds()).toBe("a");
});
