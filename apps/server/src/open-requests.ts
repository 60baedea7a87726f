// Which connections of a server have a request under way: at a stop these are waited for, and the others are let go of, also
// those on which somebody has begun to say something and doesn't go on.

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

export interface OpenRequests {
  /** Whether an answer must be the last of its connection, and say so: at a stop, where no other one follows it. */
  isLast(request: IncomingMessage, response: ServerResponse): boolean;
  /** Nobody may be answered before it resolves: at a stop; else it is null. */
  readonly heldBack: Promise<void> | null;
  /** From now on each answer is the last of its connection, and none goes out before the door is shut. */
  takeNoMore(shut: Promise<void>): void;
  /** Lets go of every connection without a request under way, and of the others as soon as they have none. */
  letGo(): void;
}

export function openRequests(server: Server): OpenRequests {
  /** The answer that each will end with, as far as it has asked. Answers of one connection end in order. */
  const latest = new Map<Socket, ServerResponse | null>();
  let heldBack: Promise<void> | null = null;
  let lettingGo = false;

  server.on("connection", (socket: Socket) => {
    latest.set(socket, null);
    socket.once("close", () => latest.delete(socket));
  });
  server.prependListener("request", ({ socket }, response) => {
    if (!latest.has(socket)) return;
    latest.set(socket, response);
    if (lettingGo) letGoAfter(socket, response);
  });

  function letGoAfter(socket: Socket, response: ServerResponse): void {
    response.once("close", () => {
      if (latest.get(socket) === response) socket.destroySoon();
    });
  }

  return {
    get heldBack() {
      return heldBack;
    },
    isLast({ socket }, response) {
      return heldBack !== null && latest.get(socket) === response;
    },
    takeNoMore(shut) {
      heldBack = shut;
    },
    letGo() {
      lettingGo = true;
      for (const [socket, response] of latest) {
        if (response === null || response.closed) socket.destroy();
        else letGoAfter(socket, response);
      }
    },
  };
}
