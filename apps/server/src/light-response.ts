// The class of answers that the node adapter sends as they are. A Response of the platform it reads back through streams, which
// takes longer than making the answer. No global is changed by this.

import { getRequestListener } from "@hono/node-server";

const AdaptersResponse: typeof Response = adaptersResponse();

/**
 * For answers of which the whole is known when they begin. A class of its own: where somebody has let the adapter replace the
 * global one, streams are the adapter's too.
 */
export class LightResponse extends AdaptersResponse {}

export function isLight(response: Response): boolean {
  return response instanceof LightResponse;
}

/**
 * The adapter shows its class only by putting it in the place of the global one. There it would break other clients in the same
 * process, to whom an answer of `fetch` is no `Response` any more: so the globals are put back at once.
 */
function adaptersResponse(): typeof Response {
  const globals = (["Request", "Response"] as const).map((name) => ({
    name,
    own: Object.getOwnPropertyDescriptor(globalThis, name),
  }));
  getRequestListener(() => Response.error());
  const ofAdapter = Response;
  for (const { name, own } of globals) if (own) Object.defineProperty(globalThis, name, own);
  return ofAdapter;
}
