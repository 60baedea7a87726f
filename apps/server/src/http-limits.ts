// How long the service waits for whom, and how much it takes: the settings of its HTTP server, each with a default.

import { z } from "zod";

/** In milliseconds where nothing else is said. */
export interface HttpLimits {
  /** For the headers of a request to come in. */
  readonly headersTimeoutMs: number;
  /** For a whole request to come in, its body included. */
  readonly requestTimeoutMs: number;
  /** For the next request on a connection. Longer than a load balancer before the service waits. */
  readonly keepAliveTimeoutMs: number;
  /** For anything to move on a connection whose request was taken. */
  readonly idleTimeoutMs: number;
  /** Between the heartbeats of a stream: soon enough that a connection on which a stream is open is never idle too long. */
  readonly heartbeatMs: number;
  /** Bytes of all headers of a request. */
  readonly maxHeaderBytes: number;
  /** At a stop, for the next request on a connection that is open: it is still answered. */
  readonly stopIdleMs: number;
  /** At a stop, after that, for requests under way to be answered: then they are cut off. */
  readonly stopTimeoutMs: number;
}

const wrong = "must be a number of seconds from 0.1 to 3600";

function seconds(usual: number) {
  return z.coerce.number(wrong).min(0.1, wrong).max(3_600, wrong).default(usual);
}

const usualHeartbeatMs = 15_000;
/** One that comes late, or that is lost with a stall of the machine, ends no stream. */
const heartbeatsWithinIdle = 3;

const bytes = "must be a whole number of bytes from 1024 to 1048576";

/** The settings by their names in the environment. */
export const httpLimitsShape = {
  HEADERS_TIMEOUT_SECONDS: seconds(10),
  REQUEST_TIMEOUT_SECONDS: seconds(30),
  KEEP_ALIVE_TIMEOUT_SECONDS: seconds(65),
  IDLE_TIMEOUT_SECONDS: seconds(120),
  MAX_HEADER_BYTES: z.coerce.number(bytes).int(bytes).min(1_024, bytes).max(1_048_576, bytes).default(16_384),
  STOP_IDLE_SECONDS: seconds(0.25),
  STOP_TIMEOUT_SECONDS: seconds(10),
};

export function httpLimitsOf(given: z.output<z.ZodObject<typeof httpLimitsShape>>): HttpLimits {
  const requestTimeoutMs = given.REQUEST_TIMEOUT_SECONDS * 1_000;
  const idleTimeoutMs = given.IDLE_TIMEOUT_SECONDS * 1_000;
  return {
    // Headers are a part of their request.
    headersTimeoutMs: Math.min(given.HEADERS_TIMEOUT_SECONDS * 1_000, requestTimeoutMs),
    requestTimeoutMs,
    keepAliveTimeoutMs: given.KEEP_ALIVE_TIMEOUT_SECONDS * 1_000,
    idleTimeoutMs,
    heartbeatMs: Math.min(usualHeartbeatMs, Math.floor(idleTimeoutMs / heartbeatsWithinIdle)),
    maxHeaderBytes: given.MAX_HEADER_BYTES,
    stopIdleMs: given.STOP_IDLE_SECONDS * 1_000,
    stopTimeoutMs: given.STOP_TIMEOUT_SECONDS * 1_000,
  };
}
