// The end of listening, in which nobody is reset who came to the door: all are let in first. It answers nobody and closes no
// connection.

import cluster from "node:cluster";
import type { Server } from "node:http";
import { createServer, Server as Listener } from "node:net";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";

/** Whoever was answered just before, and comes back at once, has come within this time, also on a busy machine. */
const quietMs = 20;
/** For so long at most, where they never cease to come. */
const longestWaitMs = 200;
/** After so many turns in which nobody came, each so short that few can have come unseen, the door is shut. */
const quietTurns = 2;
const shortTurnMs = 0.2;
/** With the wait less than a second: then those come again for whom there was no place. */
const longestSearchMs = 500;

/**
 * The system holds connections ready that are not taken in yet. It resets them when listening ends, and whoever has asked
 * something there can't know whether it was done. So no request that was taken in may be answered until the promise resolves: who
 * waits for an answer doesn't come back, and soon all are in. (Node refuses at once what is no request, such as headers that are too
 * large.) Of those who come without having waited two at most can still be in the queue in the very moment of shutting: nobody can see
 * them. Over a network there can be more, whose last step of connecting was thrown away for want of a place. Calls `closed` when the
 * last connection is closed.
 */
export async function shutDoor(server: Server, closed: () => void): Promise<void> {
  let came = false;
  const note = () => {
    came = true;
  };
  server.on("connection", note);
  const waitUntil = performance.now() + longestWaitMs;
  do {
    came = false;
    await sleep(quietMs);
  } while (came && performance.now() < waitUntil);
  // Of a worker of a cluster the queue is its primary's, and goes on.
  const doors = cluster.isWorker ? [server] : [server, withShortQueue(server)];
  const searchUntil = performance.now() + longestSearchMs;
  for (let began = performance.now(), quiet = 0; quiet < quietTurns && began < searchUntil; began = performance.now()) {
    came = false;
    // One or more of them are taken in at each turn.
    await nextTurn();
    quiet = came || performance.now() - began > shortTurnMs ? 0 : quiet + 1;
  }
  server.off("connection", note);
  // The close of an HTTP server would let go of idle connections at once, while the next request may be on its way on one.
  const ends = doors.map((one) => new Promise<void>((end) => Listener.prototype.close.call(one, () => end())));
  void Promise.all(ends).then(closed);
}

/** Those for whom the queue has no place are not reset: they knock again after a second, and find the door shut. */
function withShortQueue(server: Server): Listener {
  // As an HTTP server makes its connections.
  const options = { allowHalfOpen: true, noDelay: true };
  const second = createServer(options, (socket) => server.emit("connection", socket));
  // From now on the handle tells this one, not the first, where no file is left for a connection. The stop goes on.
  second.on("error", () => {});
  return second.listen(server, 1);
}
