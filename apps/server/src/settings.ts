// The settings of the service, from the environment: each with a default, each wrong one told in a sentence.

import { z } from "zod";
import { isNetwork } from "./client-address.ts";
import { type HttpLimits, httpLimitsOf, httpLimitsShape } from "./http-limits.ts";
import { logLevels } from "./log.ts";
import { SettingsError } from "./settings-error.ts";

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** What a client of the API sends as its bearer token. */
  readonly accessToken: string;
  /** Addresses and networks of proxies, whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Origins whose pages may call the API. */
  readonly corsOrigins: readonly string[];
  /** Whether 429 is answered to whoever asks too often. */
  readonly rateLimits: boolean;
  readonly logLevel: (typeof logLevels)[number];
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

const list = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((part) => part.trim() || []));

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
  SEAT_LEDGER_ACCESS_TOKEN: optionalText.refine(
    (token) => token === null || /^[\x21-\x7e]+$/.test(token),
    "must be without spaces and of ASCII characters, for it is sent as a bearer token",
  ),
  POLAR_ACCESS_TOKEN: optionalText,
  POLAR_SERVER: z
    .string()
    .trim()
    .refine((server) => isPolarServer(server) || isAddress(server), "must be production, sandbox or an http(s) address")
    .default("production"),
  POLAR_WEBHOOK_SECRET: list,
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
  SEAT_LEDGER_CORS_ORIGINS: list.refine(
    (origins) => origins.every((origin) => /^https?:/.test(origin) && URL.parse(origin)?.origin === origin),
    "must be origins such as https://app.acme.example, with commas between",
  ),
  SEAT_LEDGER_TRUSTED_PROXIES: list.refine(
    (networks) => networks.every(isNetwork),
    "must be addresses or networks such as 10.0.0.0/8, with commas between",
  ),
  SEAT_LEDGER_RATE_LIMITS: z
    .enum(["on", "off"], "must be on or off")
    .default("on")
    .transform((given) => given === "on"),
  ...httpLimitsShape,
});

/** Where the access tokens stand that were made since: beside the ledger. */
export function tokenFileOf({ database }: Pick<Settings, "database">): string {
  return database === ":memory:" ? database : `${database}.tokens`;
}

/** Where the ledger is, for commands that need nothing else. Throws `SettingsError`. */
export function readDatabase(environment: NodeJS.ProcessEnv): Pick<Settings, "database"> {
  return { database: checked(environment, schema.pick({ SEAT_LEDGER_DATABASE: true })).SEAT_LEDGER_DATABASE };
}

/** Reads the settings. Throws `SettingsError`. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = checked(environment, schema);
  const {
    HOST: host,
    PORT: port,
    SEAT_LEDGER_DATABASE: database,
    SEAT_LEDGER_ACCESS_TOKEN,
    POLAR_ACCESS_TOKEN,
  } = given;
  const server = given.POLAR_SERVER;
  const polar =
    POLAR_ACCESS_TOKEN === null
      ? null
      : {
          accessToken: POLAR_ACCESS_TOKEN,
          server: isPolarServer(server) ? polarServers[server] : server,
          webhookSecrets: given.POLAR_WEBHOOK_SECRET,
          requestsPerMinute: requestsPerMinute[isPolarServer(server) ? server : "production"],
        };
  const { SEAT_LEDGER_TRUSTED_PROXIES: trustedProxies, SEAT_LEDGER_CORS_ORIGINS: corsOrigins } = given;
  const http = httpLimitsOf(given);
  return {
    host,
    port,
    database,
    polar,
    http,
    trustedProxies,
    corsOrigins,
    rateLimits: given.SEAT_LEDGER_RATE_LIMITS,
    logLevel: given.LOG_LEVEL,
    accessToken: accessTokenOf(SEAT_LEDGER_ACCESS_TOKEN, polar !== null, host),
  };
}

function checked<Schema extends z.ZodType>(environment: NodeJS.ProcessEnv, settings: Schema): z.output<Schema> {
  // A setting that is set to nothing is not set.
  const given = Object.entries(environment).filter(([, value]) => value?.trim() !== "");
  const result = settings.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SettingsError(`${issue?.path.join(".")} ${issue?.message}.`);
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
