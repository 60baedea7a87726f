// The sandbox on a real port, for programs that can only be given an address.

import { serve } from "@hono/node-server";
import type { PolarSandbox } from "./sandbox.ts";

/** Where to listen. */
export type ServeOptions = {
  readonly sandbox: PolarSandbox;
  /** 127.0.0.1 unless said. */
  readonly host?: string | undefined;
  /** Any free port unless said. */
  readonly port?: number | undefined;
};

/** A sandbox that listens. */
export type ServedPolarSandbox = { readonly url: string; readonly close: () => Promise<void> };

/** Listens and answers once the address is known. */
export function servePolarSandbox({
  sandbox,
  host = "127.0.0.1",
  port = 0,
}: ServeOptions): Promise<ServedPolarSandbox> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: sandbox.fetch, hostname: host, port }, (address) => {
      const shownHost = host.includes(":") ? `[${host}]` : host;
      resolve({
        url: `http://${shownHost}:${address.port}`,
        close: () =>
          new Promise((closed, failed) => {
            server.close((error) => (error === undefined ? closed() : failed(error)));
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      });
    });
    server.once("error", reject);
  });
}
