// From which address a request comes: that of the connection, unless a proxy that the settings trust says whose request it
// passed on. What the client says of itself is never believed.

import { BlockList, isIP, isIPv4 } from "node:net";

/** Where a request is written down whose it is: less work than a WeakMap for each. */
const peerOf = Symbol("peer");

interface NotedRequest extends Request {
  [peerOf]?: string;
}

export interface ClientAddresses {
  /** Notes the address at the other end of the connection on which the request came. */
  note(request: Request, peer: string | undefined): void;
  of(request: Request): string | null;
}

/** `trustedProxies` are addresses and networks (10.0.0.0/8), as `isNetwork` takes them. */
export function createClientAddresses(trustedProxies: readonly string[]): ClientAddresses {
  const trusted = listOf(trustedProxies);
  const isTrusted = (address: string) => trusted.check(address, familyOf(address));
  return {
    note(request: NotedRequest, peer) {
      if (peer !== undefined) request[peerOf] = peer;
    },
    of(request: NotedRequest) {
      const peer = request[peerOf];
      if (peer === undefined) return null;
      if (trustedProxies.length === 0) return peer;
      return clientBehind(peer, request.headers.get("X-Forwarded-For") ?? "", isTrusted);
    },
  };
}

/** Each proxy adds at the end whom it heard, so that the list is read from there, as far as those who wrote it are trusted. */
function clientBehind(peer: string, forwardedFor: string, isTrusted: (address: string) => boolean): string {
  let client = peer;
  for (const entry of forwardedFor.split(",").reverse()) {
    const address = addressIn(entry.trim());
    if (address === null || !isTrusted(client)) return client;
    client = address;
  }
  return client;
}

/** Some proxies write the port too: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function addressIn(entry: string): string | null {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry;
  return isIP(bare) === 0 ? null : bare;
}

/** Whether a setting names an address, or a network such as 10.0.0.0/8. */
export function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  if (isIP(address) === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv4(address) ? 32 : 128));
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits] = network.split("/");
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIPv4(address) ? "ipv4" : "ipv6";
}
