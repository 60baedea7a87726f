// Ids and tokens drawn from a seed, so that the same calls give the same ids. They are predictable on purpose:
// never use them where a secret is wanted.

import { createHash } from "node:crypto";

export type SeededIds = {
  /** The next id: a lower-case UUID of version 4's shape. */
  readonly uuid: () => string;
  /** The next token: 256 bits as base64url, the length of Polar's own. */
  readonly token: () => string;
  /** The next number from 0 to below 1. */
  readonly chance: () => number;
};

export function createSeededIds(seed: number | string): SeededIds {
  let drawn = 0;
  const draw = (kind: string) => createHash("sha256").update(`${seed}/${kind}/${drawn++}`).digest();
  return {
    uuid: () => versionFour(draw("uuid")),
    token: () => draw("token").toString("base64url"),
    chance: () => draw("chance").readUInt32BE(0) / 2 ** 32,
  };
}

function versionFour(bytes: Buffer): string {
  const hex = bytes.toString("hex");
  const variant = ((bytes.readUInt8(8) & 0x3f) | 0x80).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(18, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
