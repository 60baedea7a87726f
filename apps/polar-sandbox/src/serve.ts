// The sandbox on a real port, for programs that can only be given an address.

import { type Http2Bindings, type HttpBindings, serve } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { ConnectionDropped } from "./faults/broken-answers.ts";
import type { SandboxFaultOptions } from "./faults/fault-options.ts";
import type { PolarSandbox } from "./sandbox.ts";

/** Where to listen. */
export type ServeOptions = {
  readonly sandbox: PolarSandbox;
  /** 127.0.0.1 unless said. */
  readonly host?: string | undefined;
  /** Any free port unless said. */
  readonly port?: number | undefined;
  /** How often due webhooks are delivered, in milliseconds. 250 unless said; null leaves it to `flush` and `advance`. */
  readonly deliverEveryMs?: number | null | undefined;
  /** What goes wrong from the beginning. Nothing unless said. */
  readonly faults?: SandboxFaultOptions | undefined;
};

/** A sandbox that listens. */
export type ServedPolarSandbox = { readonly url: string; readonly close: () => Promise<void> };

/** A dropped connection is dropped for whoever asks over a port, too. */
const answering = (sandbox: PolarSandbox) => async (request: Request, bindings: HttpBindings | Http2Bindings) => {
  try {
    return await sandbox.fetch(request);
  } catch (error) {
    if (!(error instanceof ConnectionDropped)) throw error;
    bindings.incoming.socket.destroy();
    return RESPONSE_ALREADY_SENT;
  }
};

/** Listens and answers once the address is known. */
export function servePolarSandbox({
  sandbox,
  host = "127.0.0.1",
  port = 0,
  deliverEveryMs = 250,
  faults,
}: ServeOptions): Promise<ServedPolarSandbox> {
  if (faults !== undefined) sandbox.faults.set(faults);
  return new Promise((resolve, reject) => {
    // The node adapter would replace the global Request and Response for good, under everybody else in the process.
    const options = { hostname: host, port, overrideGlobalObjects: false };
    const server = serve({ ...options, fetch: answering(sandbox) }, (address) => {
      const shownHost = host.includes(":") ? `[${host}]` : host;
      const delivering =
        deliverEveryMs === null ? undefined : setInterval(() => sandbox.webhooks.flush(), deliverEveryMs);
      resolve({
        url: `http://${shownHost}:${address.port}`,
        close: () =>
          new Promise((closed, failed) => {
            clearInterval(delivering);
            server.close((error) => (error === undefined ? closed() : failed(error)));
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      });
    });
    server.once("error", reject);
  });
}
