// Polar as the service sees it: the real one where a token is set, else the sandbox with its demo organization.

import { randomBytes } from "node:crypto";
import { PolarClientError } from "@polar-sh/sdk";
import { createPolar } from "@polar-sh/sdk/2026-10";
import { createDemoSandbox, servePolarSandbox } from "@seat-ledger/polar-sandbox";
import type { Settings } from "./settings.ts";
import { SettingsError } from "./settings-error.ts";

export interface Upstream {
  readonly polar: ReturnType<typeof createPolar>;
  readonly organizationId: string;
  /** Where the sandbox answers, or null where this is Polar itself. */
  readonly sandboxUrl: string | null;
  readonly requestsPerMinute: number;
  /** Of the endpoint that webhooks are sent to. */
  readonly webhookSecrets: readonly string[];
  /** Says where webhooks are taken in. Polar itself is told by its merchant. */
  announce(url: string): void;
  close(): Promise<void>;
}

export async function connectUpstream(settings: Pick<Settings, "polar">): Promise<Upstream> {
  if (settings.polar === null) return await startSandbox();
  const polar = createPolar({ accessToken: settings.polar.accessToken, baseUrl: settings.polar.server, timeout: 30 });
  const { items } = await polar.organizations.list({ limit: 2 }).catch((error: unknown) => {
    throw new SettingsError(reasonOf(error, settings.polar?.server ?? ""));
  });
  const [organization] = items;
  if (!organization || items.length > 1) {
    throw new SettingsError(
      "POLAR_ACCESS_TOKEN must be an organization access token: this one reaches " +
        `${items.length === 0 ? "no organization" : "several organizations"}.`,
    );
  }
  const { webhookSecrets, requestsPerMinute } = settings.polar;
  return {
    ...{ polar, organizationId: organization.id, sandboxUrl: null, webhookSecrets, requestsPerMinute },
    announce: () => {},
    close: async () => {},
  };
}

/** Polar's own words may quote the request, so they are not repeated. */
function reasonOf(error: unknown, server: string): string {
  if (error instanceof PolarClientError) {
    return `${server} answered ${error.statusCode}: check POLAR_ACCESS_TOKEN, its scopes, and that POLAR_SERVER is its environment.`;
  }
  return `${server} could not be reached: check POLAR_SERVER and the network, then start again.`;
}

async function startSandbox(): Promise<Upstream> {
  const accessToken = "polar_oat_sandbox";
  const { sandbox, organizationId } = createDemoSandbox({ accessToken });
  const served = await servePolarSandbox({ sandbox });
  const polar = createPolar({ accessToken, baseUrl: served.url, timeout: 30 });
  const secret = `whsec_${randomBytes(24).toString("hex")}`;
  return {
    ...{ polar, organizationId, sandboxUrl: served.url, webhookSecrets: [secret], requestsPerMinute: 500 },
    announce(url) {
      sandbox.webhooks.createEndpoint({ organizationId, url, secret });
    },
    close: () => served.close(),
  };
}
