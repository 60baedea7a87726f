// Answers that go out while their request is still coming in, as refusals of large bodies do. Whoever sends it is told that the
// connection ends, and can read the answer to its end. It decides no answer itself.

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How long what is still sent after such an answer is thrown away. */
const lingerMs = 2_000;

/** Who asks first whether to send a body (`Expect: 100-continue`) is told to once somebody reads it. */
export function continueWhenRead(server: Server): void {
  server.on("checkContinue", (incoming: IncomingMessage, outgoing: ServerResponse) => {
    incoming.once("resume", () => {
      if (!outgoing.headersSent) outgoing.writeContinue();
    });
    server.emit("request", incoming, outgoing);
  });
}

/** Connections whose last answer is made. */
const ended = new WeakSet<Socket>();

/** Whether what was asked comes after the last answer of its connection: it must not be done, for nobody would be told. */
export function isTooLate(incoming: IncomingMessage): boolean {
  return ended.has(incoming.socket);
}

/** Makes an answer whose headers are still to be sent the last of its connection. */
export function endAfter(incoming: IncomingMessage, outgoing: ServerResponse): void {
  ended.add(incoming.socket);
  outgoing.shouldKeepAlive = false;
  if (!incoming.complete) closeGently(incoming.socket);
}

/**
 * A connection that is closed while its other end sends is reset, which may throw the answer away before it is read: our side is
 * closed alone, and theirs after a moment (RFC 9112, section 9.6). Node calls `destroySoon` after the last answer.
 */
function closeGently(socket: Socket): void {
  socket.destroySoon = () => {
    socket.end();
    const soon = setTimeout(() => socket.destroy(), lingerMs);
    socket.once("close", () => clearTimeout(soon));
  };
}
