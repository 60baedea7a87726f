// Under which key a client's address is counted. One household or server has a whole /64 of IPv6, so that it counts as one.

import { isIP, isIPv4 } from "node:net";

/** What is no address of the internet counts as it is. */
export function addressKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const groups = groupsOf(address);
  return isMapped(groups) ? ipv4Of(groups) : `${groups.slice(0, 4).join(":")}::/64`;
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): readonly string[] {
  const [bare = ""] = address.toLowerCase().split("%");
  const [head = [], tail] = hexadecimal(bare)
    .split("::")
    .map((part) => part.split(":").filter((group) => group !== ""));
  const known = head.length + (tail?.length ?? 0);
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - known }, () => "0");
  return [...head, ...zeros, ...(tail ?? [])].map((group) => Number.parseInt(group, 16).toString(16));
}

/** The last 32 bits may be written as in IPv4. */
function hexadecimal(address: string): string {
  const last = address.slice(address.lastIndexOf(":") + 1);
  if (!isIPv4(last)) return address;
  const [a = 0, b = 0, c = 0, d = 0] = last.split(".").map(Number);
  const groups = [a * 256 + b, c * 256 + d].map((group) => group.toString(16));
  return address.slice(0, -last.length) + groups.join(":");
}

function isMapped(groups: readonly string[]): boolean {
  return groups.slice(0, 5).every((group) => group === "0") && groups[5] === "ffff";
}

function ipv4Of(groups: readonly string[]): string {
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join(".");
}
