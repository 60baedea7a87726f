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
  const connections = new Map<Socket, Set<ServerResponse>>();
  let heldBack: Promise<void> | null = null;
  let lettingGo = false;

  server.on("connection", (socket: Socket) => {
    connections.set(socket, new Set());
    socket.once("close", () => connections.delete(socket));
  });
  server.prependListener("request", ({ socket }, response) => {
    const underWay = connections.get(socket);
    underWay?.add(response);
    response.once("close", () => {
      underWay?.delete(response);
      if (lettingGo && underWay?.size === 0) socket.destroySoon();
    });
  });

  return {
    get heldBack() {
      return heldBack;
    },
    isLast({ socket }, response) {
      return heldBack !== null && [...(connections.get(socket) ?? [])].at(-1) === response;
    },
    takeNoMore(shut) {
      heldBack = shut;
    },
    letGo() {
      lettingGo = true;
      for (const [socket, underWay] of connections) if (underWay.size === 0) socket.destroy();
    },
  };
}
