// The API on a port, and its end: requests under way are answered, and nobody who says nothing holds it up.

import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import type { Settings } from "./settings.ts";
import { SettingsError } from "./settings-error.ts";

export interface ServedApi {
  readonly url: string;
  close(): Promise<void>;
}

const graceMs = 2_000;

/** `peer` is the address at the other end of the connection. */
type Fetch = (request: Request, peer: string | undefined) => Promise<Response>;

export async function serveApi(fetch: Fetch, { host, port }: Pick<Settings, "host" | "port">): Promise<ServedApi> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  // The node adapter would replace the global Request, which breaks other clients in the same process.
  const server = serve(
    {
      fetch: (request, { incoming }) => fetch(request, incoming.socket.remoteAddress),
      ...{ hostname: host, port, overrideGlobalObjects: false },
    },
    (address) => resolve(address.port),
  ) as Server;
  server.on("error", reject);
  const bound = await promise.catch((error: unknown) => {
    throw portError(error, host, port);
  });
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    async close() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeIdleConnections();
      // What is not answered by then never will be: a connection may be open and silent for ever.
      const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed.promise;
      clearTimeout(deadline);
    },
  };
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
