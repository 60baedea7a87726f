// Access tokens of the service: 256 random bits each, of which only a digest is kept. A fast digest is enough: what is drawn
// from 2^256 can't be guessed, unlike a password.

import { hash, randomBytes } from "node:crypto";

/** That secret scanners can know, and a reader tell from an invitation or a session. */
const prefix = "seat_tok_";

export function newAccessToken(): string {
  return prefix + randomBytes(32).toString("base64url");
}

export function digestOf(accessToken: string): Buffer {
  return hash("sha256", accessToken, "buffer");
}

/** What is shown of a token later on, so that its owner knows it again. */
export function hintOf(accessToken: string): string {
  return `${prefix}…${accessToken.slice(-4)}`;
}
