// The API on a port, with limits for slow clients, and its end: nobody new is let in, whoever is there already is answered once
// more, and nobody who says nothing holds it up.

import { IncomingMessage, type Server, ServerResponse } from "node:http";
import { Server as Listener } from "node:net";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { serve } from "@hono/node-server";
import { answersTurn } from "./answers-turn.ts";
import { breakingOff } from "./break-off.ts";
import { continueWhenRead, endAfter, isTooLate } from "./early-answers.ts";
import type { HttpLimits } from "./http-limits.ts";
import { type OpenRequests, openRequests } from "./open-requests.ts";
import type { Settings } from "./settings.ts";
import { SettingsError } from "./settings-error.ts";

export interface ServedApi {
  readonly url: string;
  /**
   * Takes nothing new, and resolves when what was under way is answered, or was cut off because it took too long: then to
   * false. Again, it is the same end.
   */
  close(): Promise<boolean>;
}

/** `peer` is the address at the other end of the connection. */
type Fetch = (request: Request, peer: string | undefined) => Promise<Response>;

export async function serveApi(
  fetch: Fetch,
  { host, port, http }: Pick<Settings, "host" | "port" | "http">,
): Promise<ServedApi> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let ending: Promise<boolean> | null = null;
  // The node adapter would replace the global Request, which breaks other clients in the same process.
  const options = { hostname: host, port, overrideGlobalObjects: false, serverOptions: optionsOf(http) };
  const server = serve(
    {
      ...options,
      async fetch(request, { incoming, outgoing }) {
        // The types of the adapter don't tell that this can't be.
        const isHttp1 = incoming instanceof IncomingMessage && outgoing instanceof ServerResponse;
        if (!isHttp1) throw new TypeError("HTTP/1.1 is all that is served");
        if (isTooLate(incoming)) return new Response(null, { status: 503 });
        const response = await fetch(request, incoming.socket.remoteAddress);
        // Answers go out together; and what came with the headers of a request is taken in by then, also where nobody reads it.
        await answersTurn();
        if (!incoming.complete || requests.isLast(incoming, outgoing)) endAfter(incoming, outgoing);
        return breakingOff(response, outgoing);
      },
    },
    (address) => resolve(address.port),
  ) as Server;
  server.setTimeout(http.idleTimeoutMs);
  continueWhenRead(server);
  const requests = openRequests(server);
  server.on("error", reject);
  const bound = await promise.catch((error: unknown) => {
    throw portError(error, host, port);
  });
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    close() {
      ending ??= end(server, requests, http);
      return ending;
    },
  };
}

function optionsOf({ headersTimeoutMs, requestTimeoutMs, keepAliveTimeoutMs, maxHeaderBytes }: HttpLimits) {
  return {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    maxHeaderSize: maxHeaderBytes,
    // How often the first two are looked after.
    connectionsCheckingInterval: Math.min(1_000, headersTimeoutMs),
  };
}

async function end(server: Server, requests: OpenRequests, http: HttpLimits): Promise<boolean> {
  const closed = Promise.withResolvers<void>();
  requests.takeNoMore();
  await takeInWhoWaits(server);
  // The close of an HTTP server would let go of idle connections at once, while the next request may be on its way on one.
  Listener.prototype.close.call(server, () => closed.resolve());
  await Promise.race([closed.promise, sleep(http.stopIdleMs, null, { ref: false })]);
  requests.letGo();
  let inTime = true;
  const deadline = setTimeout(() => {
    inTime = false;
    server.closeAllConnections();
  }, http.stopTimeoutMs);
  await closed.promise;
  clearTimeout(deadline);
  return inTime;
}

/** For so long at most, where they never cease to come. */
const longestTakingInMs = 100;
/** After so many turns in which nobody came, each so short that few can have come unseen, the door is shut. */
const quietTurns = 2;
const shortTurnMs = 0.2;

/**
 * The system holds connections ready that are not taken in yet. It resets them when listening ends, and whoever has asked
 * something there can't know whether it was done. One or more are taken in at each turn. Nobody can see who comes in the very
 * moment of shutting.
 */
async function takeInWhoWaits(server: Server): Promise<void> {
  let came = false;
  const note = () => {
    came = true;
  };
  server.on("connection", note);
  const until = performance.now() + longestTakingInMs;
  for (let began = performance.now(), quiet = 0; quiet < quietTurns && began < until; began = performance.now()) {
    came = false;
    await nextTurn();
    quiet = came || performance.now() - began > shortTurnMs ? 0 : quiet + 1;
  }
  server.off("connection", note);
}

function portError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "EADDRINUSE") return new SettingsError(`Port ${port} on ${host} is in use: set PORT to another one.`);
  if (code === "EACCES")
    return new SettingsError(`Port ${port} on ${host} is not allowed: set PORT to one above 1023.`);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return new SettingsError(`HOST ${host} is not on this machine.`);
  return error;
}
