// The API on a port, with limits for slow clients, and its end: requests under way are answered, new ones are not taken, and
// nobody who says nothing holds it up.

import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { serve } from "@hono/node-server";
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
  const answer: Fetch = async (request, peer) => (ending ? stopping() : fetch(request, peer));
  // The node adapter would replace the global Request, which breaks other clients in the same process.
  const options = { hostname: host, port, overrideGlobalObjects: false, serverOptions: optionsOf(http) };
  const server = serve(
    { ...options, fetch: (request, { incoming }) => answer(request, incoming.socket.remoteAddress) },
    (address) => resolve(address.port),
  ) as Server;
  server.setTimeout(http.idleTimeoutMs);
  const requests = openRequests(server);
  server.on("error", reject);
  const bound = await promise.catch((error: unknown) => {
    throw portError(error, host, port);
  });
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    close() {
      ending ??= end(server, requests, http.stopTimeoutMs);
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

/**
 * When a stop begins, requests are on their way, or lie unread behind a busy moment. A connection that is closed under one is
 * reset, and whoever sent it can't know whether it was done: for this long they are told to try again instead.
 */
const onTheWayMs = 250;

async function end(server: Server, requests: OpenRequests, withinMs: number): Promise<boolean> {
  const closed = Promise.withResolvers<void>();
  requests.takeNoMore();
  await sleep(onTheWayMs);
  // It lets go of idle connections too.
  server.close(() => closed.resolve());
  requests.letGo();
  let inTime = true;
  const deadline = setTimeout(() => {
    inTime = false;
    server.closeAllConnections();
  }, withinMs);
  await closed.promise;
  clearTimeout(deadline);
  return inTime;
}

/** To what comes in after the stop has begun. */
function stopping(): Response {
  const body = { error: "ServiceUnavailable", detail: "The service is stopping: try again" };
  return Response.json(body, { status: 503, headers: { "Retry-After": "5" } });
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
