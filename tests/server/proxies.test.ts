// Whose requests they are that come through proxies, on real connections: counted by what trusted proxies wrote, never by what a
// client wrote of itself before them.

import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings, type Service, startService } from "@seat-ledger/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** As often an address may be wrong about its token in a minute. */
const failuresPerAddress = 60;

const isV6Here = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === "::1"),
);

/** Asks with a token that nobody knows; each line is a header of its own. */
async function status(service: Service, forwardedFor: readonly string[]): Promise<number> {
  const headers = { authorization: "Bearer wrong", "x-forwarded-for": [...forwardedFor] };
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const asked = request(`${service.url}/v1/customer-seats`, { headers }, (answer) => {
    answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
  });
  asked.on("error", reject).end();
  return await promise;
}

/** What the last one is answered after as many as are let through, each in other words. */
async function lastOf(service: Service, words: (time: number) => readonly string[]): Promise<number> {
  for (let time = 0; time < failuresPerAddress; time += 1) expect(await status(service, words(time))).toBe(401);
  return await status(service, words(failuresPerAddress));
}

const spoofed = (time: number) => `203.0.113.${time}`;

const places = [
  { host: "127.0.0.1", loopback: "127.0.0.0/8" },
  { host: "::1", loopback: "::1" },
];

describe.each(places.filter(({ host }) => isV6Here || host !== "::1"))("on $host", ({ host, loopback }) => {
  let folder: string;
  let trusting: Service;
  let wary: Service;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "seat-ledger-proxies-"));
    const start = (name: string, environment: Readonly<Record<string, string>>) =>
      startService(readSettings({ HOST: host, PORT: "0", SEAT_LEDGER_DATABASE: join(folder, name), ...environment }));
    trusting = await start("trusting.db", { SEAT_LEDGER_TRUSTED_PROXIES: `${loopback}, 10.0.0.0/8, fd00::/8` });
    wary = await start("wary.db", { SEAT_LEDGER_TRUSTED_PROXIES: "10.0.0.0/8" });
  });

  afterAll(async () => {
    await trusting.close();
    await wary.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("a client is whom the trusted proxy heard, whatever the client wrote before that", async () => {
    expect(await lastOf(trusting, (time) => [`${spoofed(time)}, 198.51.100.1`])).toBe(429);
    expect(await status(trusting, ["198.51.100.1"])).toBe(429);
    expect(await status(trusting, ["198.51.100.1, 198.51.100.2"])).toBe(401);
  });

  test("a client is found behind several trusted proxies, of either family and in several lines", async () => {
    const chain = (time: number) => [`${spoofed(time)}, 198.51.100.3`, "10.0.0.7", "fd00::7"];
    expect(await lastOf(trusting, chain)).toBe(429);
    expect(await status(trusting, ["198.51.100.3"])).toBe(429);
  });

  test("what stands before a proxy that nobody trusts counts for nothing", async () => {
    expect(await lastOf(trusting, (time) => [`${spoofed(time)}, 192.0.2.9, 10.0.0.7`])).toBe(429);
    expect(await status(trusting, ["192.0.2.9"])).toBe(429);
  });

  test("a network of IPv6 is one client, and another network another one", async () => {
    const within = (time: number) => [`${spoofed(time)}, 2001:db8:1:2::${time.toString(16)}`];
    expect(await lastOf(trusting, within)).toBe(429);
    expect(await status(trusting, ["2001:db8:1:3::1"])).toBe(401);
  });

  test("where the connection is no trusted proxy's, nothing that it says is believed", async () => {
    expect(await lastOf(wary, (time) => [spoofed(time), "10.0.0.7"])).toBe(429);
  });
});
