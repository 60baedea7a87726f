// The commands on access tokens: made, listed and revoked by whoever may read the service's files, while it runs or not.

import { existsSync } from "node:fs";
import { organizationScopes, type ServiceToken } from "@seat-ledger/http";
import { Command, InvalidArgumentError, Option } from "commander";
import { isSeatLedgerError, openLedger } from "seat-ledger";
import { z } from "zod";
import { readDatabase, tokenFileOf } from "../settings.ts";
import { SettingsError } from "../settings-error.ts";
import { openTokenStore, type TokenStore } from "../tokens/token-store.ts";
import { stateOf, tokenTable } from "./token-table.ts";

interface CreateOptions {
  readonly name: string;
  readonly scope: readonly string[];
  readonly organization?: string;
  readonly expires?: Date;
  readonly json?: true;
}

const organization = () =>
  new Option("--organization <id>", "whose; default: the one that the service was started for").argParser(uuid);
const json = () => new Option("--json", "answer JSON, with the fields of the API's own types");

export function tokenCommands(environment: NodeJS.ProcessEnv): Command {
  const commands = new Command("tokens").description(
    "make, list and revoke access tokens of the API; they stand beside the ledger (SEAT_LEDGER_DATABASE)",
  );
  commands
    .command("create")
    .description("make a token and show it, this once")
    .addOption(new Option("--name <name>", "what it is for").makeOptionMandatory().argParser(name))
    .addOption(new Option("--scope <scope...>", "what it may do").choices(organizationScopes).makeOptionMandatory())
    .addOption(organization())
    .addOption(new Option("--expires <when>", "90d, 12h, or an instant such as 2030-01-31T12:00:00Z").argParser(expiry))
    .addOption(json())
    .action((options: CreateOptions) =>
      withTokens(environment, async (tokens) =>
        create(tokens, await organizationOf(options, tokens, environment), options),
      ),
    );
  commands
    .command("list")
    .description("show every token, the newest first; never the token itself")
    .addOption(organization())
    .addOption(json())
    .action((options: Pick<CreateOptions, "organization" | "json">) =>
      withKeptTokens(environment, async (tokens) => {
        const all = (await tokens?.allTokens({ organizationId: options.organization ?? null })) ?? [];
        console.log(options.json ? JSON.stringify(all.map(withState), null, 2) : tokenTable(all, new Date()));
      }),
    );
  commands
    .command("revoke")
    .description("end a token, at once, also for a service that runs")
    .argument("<id>", "its id, as list shows it", uuid)
    .addOption(json())
    .action((tokenId: string, options: Pick<CreateOptions, "json">) =>
      withKeptTokens(environment, async (tokens) => {
        const token = (await tokens?.revokeAny({ tokenId })) ?? null;
        if (token === null) throw new SettingsError(`There is no token with the id ${tokenId}: see tokens list.`);
        console.log(options.json ? JSON.stringify(withState(token), null, 2) : `${token.hint} is revoked.`);
      }),
    );
  return commands;
}

async function create(
  tokens: TokenStore,
  organizationId: string,
  { name, scope, expires, json }: CreateOptions,
): Promise<void> {
  const scopes = [...new Set(scope)];
  const { token, accessToken } = await tokens.createToken({ organizationId, name, scopes, expiresAt: expires ?? null });
  if (json) return console.log(JSON.stringify({ token: withState(token), accessToken }, null, 2));
  console.error(`The token ${token.id} is shown this once:`);
  console.log(accessToken);
}

/** A token of an organization that nobody knows would see nothing: most likely its id was misspelled. */
async function organizationOf(
  { organization: given }: CreateOptions,
  tokens: TokenStore,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const served = await tokens.servedOrganization();
  const organizationId = given ?? served;
  if (organizationId === null) {
    throw new SettingsError("No organization is known yet: start the service once, or name one with --organization.");
  }
  if (organizationId === served) return organizationId;
  const { database } = readDatabase(environment);
  if (!existsSync(database)) {
    console.error(`There is no ledger ${database} yet: whether the organization is in it could not be checked.`);
  } else if (!(await isInLedger(database, organizationId))) {
    const instead =
      served === null ? "" : `, or leave --organization out for ${served}, which the service was started for`;
    throw new SettingsError(`The ledger ${database} knows no organization ${organizationId}: check the id${instead}.`);
  }
  return organizationId;
}

async function isInLedger(file: string, organizationId: string): Promise<boolean> {
  await using ledger = await openLedger({ file });
  try {
    await ledger.getOrganization({ organizationId });
    return true;
  } catch (error) {
    if (isSeatLedgerError(error, "OrganizationNotFound")) return false;
    throw error;
  }
}

/** With null where no token was ever made: nothing is made then either. */
async function withKeptTokens(
  environment: NodeJS.ProcessEnv,
  work: (tokens: TokenStore | null) => Promise<void>,
): Promise<void> {
  await (existsSync(tokenFile(environment)) ? withTokens(environment, work) : work(null));
}

async function withTokens(environment: NodeJS.ProcessEnv, work: (tokens: TokenStore) => Promise<void>): Promise<void> {
  const tokens = openTokenStore(tokenFile(environment));
  try {
    await work(tokens);
  } finally {
    await tokens.close();
  }
}

function tokenFile(environment: NodeJS.ProcessEnv): string {
  const file = tokenFileOf(readDatabase(environment));
  if (file !== ":memory:") return file;
  throw new SettingsError("SEAT_LEDGER_DATABASE is in memory: no other process has its tokens.");
}

function withState(token: ServiceToken) {
  return { ...token, state: stateOf(token, new Date()) };
}

function uuid(given: string): string {
  if (z.guid().safeParse(given).success) return given.toLowerCase();
  throw new InvalidArgumentError("It must be a UUID.");
}

function name(given: string): string {
  const trimmed = given.trim();
  if (trimmed !== "" && [...trimmed].length <= 100 && !/\p{Cc}/u.test(trimmed)) return trimmed;
  throw new InvalidArgumentError("It must have 1 to 100 characters that can be printed.");
}

const unitMs = { d: 86_400_000, h: 3_600_000 } as const;

function expiry(given: string): Date {
  const [, count = "", unit = ""] = /^(\d{1,5})([dh])$/.exec(given) ?? [];
  const isInstant = z.iso.datetime({ offset: true }).safeParse(given).success;
  const at =
    unit === "d" || unit === "h" ? Date.now() + Number(count) * unitMs[unit] : isInstant ? Date.parse(given) : 0;
  if (at > Date.now()) return new Date(at);
  throw new InvalidArgumentError("It must be days (90d), hours (12h), or an instant to come (2030-01-31T12:00:00Z).");
}
