// How a refusal looks over HTTP.

import type { PolarSandboxError } from "../errors.ts";

/** A refusal as Polar words it. */
export function refusal({ status, error, detail }: PolarSandboxError): Response {
  const headers = status === 401 ? { "WWW-Authenticate": 'Bearer realm="polar"' } : {};
  return Response.json({ error, detail }, { status, headers });
}
