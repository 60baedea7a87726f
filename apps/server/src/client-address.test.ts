// Whose request it is, behind no proxy, behind trusted ones, and behind somebody who only says so.

import { expect, it } from "vitest";
import { createClientAddresses, isNetwork } from "./client-address.ts";

function addressOf(peer: string, forwardedFor: string | null, trusted: readonly string[] = []): string | null {
  const addresses = createClientAddresses(trusted);
  const headers = forwardedFor === null ? {} : { "X-Forwarded-For": forwardedFor };
  const request = new Request("http://seats.example/", { headers });
  addresses.note(request, peer);
  return addresses.of(request);
}

it("is that of the connection, whatever the client says", () => {
  expect(addressOf("192.0.2.1", null)).toBe("192.0.2.1");
  expect(addressOf("192.0.2.1", "198.51.100.7")).toBe("192.0.2.1");
  expect(addressOf("192.0.2.1", "198.51.100.7", ["10.0.0.0/8"])).toBe("192.0.2.1");
});

it.each([
  ["10.0.0.9", "198.51.100.7", "198.51.100.7"],
  ["10.0.0.9", "203.0.113.1, 198.51.100.7", "198.51.100.7"],
  ["10.0.0.9", "203.0.113.1, 198.51.100.7, 10.1.2.3", "198.51.100.7"],
  ["10.0.0.9", "10.1.2.3", "10.1.2.3"],
  ["10.0.0.9", null, "10.0.0.9"],
  ["10.0.0.9", "", "10.0.0.9"],
  ["10.0.0.9", "198.51.100.7, jane", "10.0.0.9"],
  ["10.0.0.9", "198.51.100.7:4711", "198.51.100.7"],
  ["10.0.0.9", "[2001:db8::7]:4711", "2001:db8::7"],
  ["::ffff:10.0.0.9", "198.51.100.7", "198.51.100.7"],
  ["fd00::9", "198.51.100.7", "198.51.100.7"],
])("behind trusted proxies %s says %j: %s", (peer, forwardedFor, address) => {
  expect(addressOf(peer, forwardedFor, ["10.0.0.0/8", "fd00::9"])).toBe(address);
});

it("is not known of a request that came on no connection", () => {
  expect(createClientAddresses([]).of(new Request("http://seats.example/"))).toBeNull();
});

it.each([
  ["10.0.0.1", true],
  ["10.0.0.0/8", true],
  ["fd00::/8", true],
  ["10.0.0.0/33", false],
  ["10.0.0.0/", false],
  ["10.0.0.0/8/8", false],
  ["proxy", false],
  ["", false],
])("%j is a network: %s", (text, answer) => {
  expect(isNetwork(text)).toBe(answer);
});
