// By which id a request is found again in the logs of both sides. The sender's own is kept where it is a UUID or 32 hexadecimal
// digits, as traces have them; anything else may be somebody's words or a secret, and logs must hold neither.

import { randomUUID } from "node:crypto";

export const requestIdHeader = "X-Request-Id";

const opaque = /^[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}$/i;

export function requestIdOf(headers: Headers): string {
  const given = headers.get(requestIdHeader);
  return given !== null && opaque.test(given) ? given : randomUUID();
}
