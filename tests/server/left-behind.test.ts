// A service that has ended leaves nothing behind in a process that goes on, as one does that runs somebody's tests.

import { createHook } from "node:async_hooks";
import { readSettings, startService } from "@seat-ledger/server";
import { expect, test } from "vitest";
import { eventually } from "../streams/eventually.ts";

/** The timers of HTTP servers that are made from now on, while they run. */
function timersOfServers() {
  const running = new Set<number>();
  const hook = createHook({
    init(id, type) {
      if (type === "Timeout" && new Error().stack?.includes("node:_http_server")) running.add(id);
    },
    destroy(id) {
      running.delete(id);
    },
  }).enable();
  return { running, [Symbol.dispose]: () => void hook.disable() };
}

test("a service leaves the globals by which others in its process ask as they were, while it runs and after", async () => {
  const own = { Request, Response };
  const service = await startService(readSettings({ PORT: "0", SEAT_LEDGER_DATABASE: ":memory:" }));
  expect([Request === own.Request, Response === own.Response]).toEqual([true, true]);
  expect(await service.close()).toBe(true);
  expect([Request === own.Request, Response === own.Response]).toEqual([true, true]);
});

test("a service that has ended leaves no timer behind that would look for slow clients", async () => {
  using timers = timersOfServers();
  const service = await startService(readSettings({ PORT: "0", SEAT_LEDGER_DATABASE: ":memory:" }));
  expect(timers.running.size).toBeGreaterThan(0);
  expect(await service.close()).toBe(true);
  await eventually(() => expect(timers.running.size).toBe(0));
});
