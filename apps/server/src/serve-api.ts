// The API on a port, with limits for slow clients, and its end: nobody new is let in, whoever is there already is answered once
// more, and nobody who says nothing holds it up.

import { IncomingMessage, type Server, ServerResponse } from "node:http";
import { serve } from "@hono/node-server";
import { answersTurn } from "./answers-turn.ts";
import { breakingOff } from "./break-off.ts";
import { continueWhenRead, endAfter, isTooLate } from "./early-answers.ts";
import type { HttpLimits } from "./http-limits.ts";
import { type OpenRequests, openRequests } from "./open-requests.ts";
import type { Settings } from "./settings.ts";
import { SettingsError } from "./settings-error.ts";
import { shutDoor } from "./shut-door.ts";

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
        if (requests.heldBack) await requests.heldBack;
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
  const shut = shutDoor(server, closed.resolve);
  requests.takeNoMore(shut);
  await shut;
  const idle = Promise.withResolvers<void>();
  const waiting = setTimeout(idle.resolve, http.stopIdleMs);
  await Promise.race([closed.promise, idle.promise]);
  clearTimeout(waiting);
  requests.letGo();
  let inTime = true;
  const deadline = setTimeout(() => {
    inTime = false;
    server.closeAllConnections();
  }, http.stopTimeoutMs);
  await closed.promise;
  clearTimeout(deadline);
  // Nothing is left to close, but only this ends the timer by which the HTTP server looks for requests that are slow.
  server.close();
  return inTime;
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
