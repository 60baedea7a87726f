// Whatever the service has answered is in its log, also if it is killed then; and nobody waits for whoever reads the log.

import { expect, test } from "vitest";
import { eventually } from "../streams/eventually.ts";
import { type Running, running } from "./running.ts";

const clients = 32;

/** Several at a time ask without a pause until all of them were answered so often, or the service is gone. The ids of the answers. */
async function crowd({ url, subscriptionId }: Running, times: number, heard: (id: string) => void): Promise<void> {
  const headers = { authorization: "Bearer seat_ledger_demo" };
  const ask = async () => {
    const answer = await fetch(`${url}/v1/customer-seats?subscription_id=${subscriptionId}`, { headers });
    heard(answer.headers.get("X-Request-Id") ?? "none");
    await answer.arrayBuffer();
  };
  const client = async () => {
    for (let count = 0; count < times; count += 1) await ask();
  };
  await Promise.allSettled(Array.from({ length: clients }, client));
}

function loggedIds(output: string): readonly string[] {
  return [...output.matchAll(/"requestId":"([^"]+)"/g)].map(([, id = ""]) => id);
}

test("a service that is killed has logged every answer that came", async () => {
  await using service = await running();
  const ids: string[] = [];
  await crowd(service, 100, (id) => {
    ids.push(id);
    if (ids.length === 500) service.kill("SIGKILL");
  });
  expect(await service.exited).toBe("SIGKILL");
  expect(ids.length).toBeGreaterThanOrEqual(500);
  expect(ids.length).toBeLessThan(100 * clients);
  expect(ids).not.toContain("none");
  const logged = new Set(loggedIds(service.output()));
  expect(ids.filter((id) => !logged.has(id))).toEqual([]);
});

test("everybody is answered while nobody reads the log, and no line is lost then", async () => {
  await using service = await running();
  service.stderr.pause();
  const ids: string[] = [];
  await crowd(service, 100, (id) => ids.push(id));
  expect(ids).toHaveLength(100 * clients);
  expect(loggedIds(service.output())).not.toHaveLength(ids.length);
  service.stderr.resume();
  await eventually(() => expect(new Set(loggedIds(service.output()))).toEqual(new Set(ids)));
  service.kill("SIGTERM");
  expect(await service.exited).toBe(0);
  const lines = service.output().match(/^\{.*\}$/gm) ?? [];
  expect(lines.map((line) => JSON.parse(line).msg).at(-1)).toBe("stopped");
});

test("what waits for a reader at a stop is still written to one who comes at the last moment", async () => {
  await using service = await running();
  service.stderr.pause();
  const ids: string[] = [];
  await crowd(service, 100, (id) => ids.push(id));
  service.kill("SIGTERM");
  await eventually(() => expect(service.output()).toContain("Stopped."));
  service.stderr.resume();
  expect(await service.exited).toBe(0);
  expect(new Set(loggedIds(service.output()))).toEqual(new Set(ids));
});

test("a stop doesn't wait for a log that nobody reads", async () => {
  await using service = await running();
  service.stderr.pause();
  await crowd(service, 100, () => {});
  service.kill("SIGTERM");
  expect(await service.ended).toBe(0);
});

test("a service whose log nobody can read any more answers, and stops as ever", async () => {
  await using service = await running();
  service.stderr.destroy();
  const ids: string[] = [];
  await crowd(service, 10, (id) => ids.push(id));
  expect(ids).toHaveLength(10 * clients);
  service.kill("SIGTERM");
  expect(await service.exited).toBe(0);
});
