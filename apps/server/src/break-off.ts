// A stream of which a client takes nothing fails, so that its connection is let go of. The node adapter would print the stack of
// that for each such client, as if something of ours had failed: here the connection is closed without a word.

import { isLight } from "./light-response.ts";

/** The same response, but for a stream of events that fails: then the connection is broken off. */
export function breakingOff(response: Response, outgoing: { destroy(): unknown }): Response {
  // Whoever looks at the body of a light one makes it heavy, and its headers are made anew for who looks at them.
  if (isLight(response)) return response;
  const { body, headers, status } = response;
  if (body === null || !headers.get("Content-Type")?.startsWith("text/event-stream")) return response;
  const reader = body.getReader();
  const quiet = new ReadableStream<Uint8Array>(
    {
      start() {
        // At once, also while the client takes nothing and so nothing is asked of the body.
        reader.closed.catch(() => outgoing.destroy());
      },
      async pull(controller) {
        try {
          const { value, done } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch {
          // It has failed, and the connection is closed; or the client has left.
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // It keeps nothing itself.
    { highWaterMark: 0 },
  );
  return new Response(quiet, { status, headers });
}
