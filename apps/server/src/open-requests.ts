// Which connections of a server have a request under way: at a stop these are waited for, and the others are let go of, also
// those on which somebody has begun to say something and doesn't go on.

import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

export interface OpenRequests {
  /** From now on each answer is the last of its connection, and says so. */
  takeNoMore(): void;
  /** Lets go of every connection without a request under way: after `takeNoMore`, when what was on its way has come in. */
  letGo(): void;
}

export function openRequests(server: Server): OpenRequests {
  const connections = new Map<Socket, Set<ServerResponse>>();
  let ending = false;

  server.on("connection", (socket: Socket) => {
    connections.set(socket, new Set());
    socket.once("close", () => connections.delete(socket));
  });
  server.prependListener("request", ({ socket }, response) => {
    const underWay = connections.get(socket);
    if (ending) response.shouldKeepAlive = false;
    underWay?.add(response);
    response.once("close", () => {
      underWay?.delete(response);
      if (ending && underWay?.size === 0) socket.destroySoon();
    });
  });

  return {
    takeNoMore() {
      ending = true;
      for (const underWay of connections.values()) for (const response of underWay) response.shouldKeepAlive = false;
    },
    letGo() {
      for (const [socket, underWay] of connections) if (underWay.size === 0) socket.destroy();
    },
  };
}
