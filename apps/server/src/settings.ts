// The settings of the service, from the environment: each with a default, each wrong one told in a sentence.

import { z } from "zod";
import { type HttpLimits, httpLimitsOf, httpLimitsShape } from "./http-limits.ts";

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** What a client of the API sends as its bearer token. */
  readonly accessToken: string;
  /** Null: the sandbox stands in for Polar. */
  readonly polar: PolarSettings | null;
  /** How long the service waits for whom, and how much it takes. */
  readonly http: HttpLimits;
}

/** Where Polar is, and what it lets us do. */
export interface PolarSettings {
  readonly accessToken: string;
  readonly server: string;
  /** Of the webhook endpoint; several while one is replaced, none where no webhooks are taken. */
  readonly webhookSecrets: readonly string[];
  /** The whole limit of that server, of which the service takes its share. */
  readonly requestsPerMinute: number;
}

/** A setting that cannot be used: the message says which and what to do. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** In the sandbox anybody on this machine may try the API. */
export const demoAccessToken = "seat_ledger_demo";

const polarServers = { production: "https://api.polar.sh", sandbox: "https://sandbox-api.polar.sh" } as const;

/** Polar's own limits: https://polar.sh/docs/api-reference/introduction#rate-limits */
const requestsPerMinute = { production: 500, sandbox: 100 } as const;

const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((text) => text || null);

const schema = z.object({
  HOST: z.string().trim().min(1).default("127.0.0.1"),
  PORT: z.coerce
    .number("must be a port number from 0 to 65535")
    .int("must be a port number from 0 to 65535")
    .min(0, "must be a port number from 0 to 65535")
    .max(65_535, "must be a port number from 0 to 65535")
    .default(4400),
  SEAT_LEDGER_DATABASE: z
    .string()
    .trim()
    .min(1)
    .refine(
      (name) => !/^postgres(ql)?:/.test(name),
      "names a PostgreSQL database; this version keeps its ledger in a file",
    )
    .default("seats.db"),
  SEAT_LEDGER_ACCESS_TOKEN: optionalText,
  POLAR_ACCESS_TOKEN: optionalText,
  POLAR_SERVER: z
    .string()
    .trim()
    .refine((server) => isPolarServer(server) || isAddress(server), "must be production, sandbox or an http(s) address")
    .default("production"),
  POLAR_WEBHOOK_SECRET: z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((secret) => secret.trim() || [])),
  ...httpLimitsShape,
});

/** Reads the settings. Throws `SettingsError`. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  // A setting that is set to nothing is not set.
  const given = Object.entries(environment).filter(([, value]) => value?.trim() !== "");
  const result = schema.safeParse(Object.fromEntries(given));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new SettingsError(`${issue?.path.join(".")} ${issue?.message}.`);
  }
  const {
    HOST: host,
    PORT: port,
    SEAT_LEDGER_DATABASE: database,
    SEAT_LEDGER_ACCESS_TOKEN,
    POLAR_ACCESS_TOKEN,
  } = result.data;
  const server = result.data.POLAR_SERVER;
  const polar =
    POLAR_ACCESS_TOKEN === null
      ? null
      : {
          accessToken: POLAR_ACCESS_TOKEN,
          server: isPolarServer(server) ? polarServers[server] : server,
          webhookSecrets: result.data.POLAR_WEBHOOK_SECRET,
          requestsPerMinute: requestsPerMinute[isPolarServer(server) ? server : "production"],
        };
  const http = httpLimitsOf(result.data);
  return {
    host,
    port,
    database,
    polar,
    http,
    accessToken: accessTokenOf(SEAT_LEDGER_ACCESS_TOKEN, polar !== null, host),
  };
}

/** The well-known demo token opens nothing but the demo, and only on this machine. */
function accessTokenOf(given: string | null, live: boolean, host: string): string {
  if (given !== null) return given;
  if (live)
    throw new SettingsError(
      "SEAT_LEDGER_ACCESS_TOKEN must be set when POLAR_ACCESS_TOKEN is: choose a long random one.",
    );
  if (!isLoopback(host)) {
    throw new SettingsError(
      `SEAT_LEDGER_ACCESS_TOKEN must be set when HOST is ${host}: others can reach this service.`,
    );
  }
  return demoAccessToken;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function isPolarServer(server: string): server is keyof typeof polarServers {
  return Object.hasOwn(polarServers, server);
}

function isAddress(server: string): boolean {
  return /^https?:\/\//.test(server) && URL.canParse(server);
}
