// The access tokens of the service, in a file of their own. Only digests are kept. Every answer is read from the file, so that
// what one process revokes, no other one takes any more.

import { randomUUID } from "node:crypto";
import type { ServiceToken, ServiceTokens } from "@seat-ledger/http";
import { Kysely, type Selectable, SqliteDialect } from "kysely";
import { errors } from "seat-ledger";
import { openTokenFile, type TokenTables } from "./open-token-file.ts";
import { digestOf, hintOf, newAccessToken } from "./token-secret.ts";

/** What a good token stands for. */
export interface TokenRights {
  readonly organizationId: string;
  readonly scopes: readonly string[];
  /** As whom history tells what is done with it: the token by its public id. */
  readonly actor: { readonly type: "system"; readonly id: string };
}

export interface TokenStore extends ServiceTokens {
  /** What a token may do; null for one that is unknown, revoked or expired, without a difference. */
  findRights(accessToken: string): Promise<TokenRights | null>;
  /** Every token of the file, the newest first, of one organization or of all. */
  allTokens(args: { readonly organizationId: string | null }): Promise<readonly ServiceToken[]>;
  /** Ends a token of any organization. Null: there is none. */
  revokeAny(args: { readonly tokenId: string }): Promise<ServiceToken | null>;
  /** For which organization the service was started last; null: it never was. */
  servedOrganization(): Promise<string | null>;
  rememberServed(organizationId: string): Promise<void>;
  close(): Promise<void>;
}

const hourMs = 3_600_000;

/** `file` is a path, or `:memory:`. Throws `SettingsError` where it can't be used. */
export function openTokenStore(file: string, clock: () => number = Date.now): TokenStore {
  const opened = openTokenFile(file);
  const database = new Kysely<TokenTables>({ dialect: new SqliteDialect({ database: opened }) });
  const tokens = () => database.selectFrom("tokens").selectAll();
  // Asked for every request, so it is compiled and planned once.
  const { sql: byDigest } = tokens().where("digest", "=", Buffer.alloc(0)).compile();
  const tokenOf = opened.prepare<[digest: Buffer], Row>(byDigest);

  async function endOf(tokenId: string, organizationId: string | null): Promise<ServiceToken | null> {
    const row = await database
      .updateTable("tokens")
      .set(({ fn, val }) => ({ revoked_at: fn.coalesce("revoked_at", val(clock())) }))
      .where("id", "=", tokenId)
      .$if(organizationId !== null, (query) => query.where("organization_id", "=", organizationId ?? ""))
      .returningAll()
      .executeTakeFirst();
    return row ? shown(row) : null;
  }

  /** Where a page goes on. Another organization's token is as unknown as one that never was. */
  async function numberOf(cursor: string, organizationId: string): Promise<number | null> {
    const last = tokens().where("id", "=", cursor).where("organization_id", "=", organizationId);
    const found = await last.executeTakeFirst();
    if (found) return found.number;
    throw new errors.InvalidRequest({ issues: [{ path: "cursor", message: "belongs to another list" }] });
  }

  /** One write an hour for each token. That it was used is not worth a failed request. */
  async function noteUse({ id, last_used_at: before }: Row): Promise<void> {
    const hour = Math.floor(clock() / hourMs) * hourMs;
    if (before !== null && before >= hour) return;
    const noted = database.updateTable("tokens").set({ last_used_at: hour }).where("id", "=", id).execute();
    await noted.catch(() => undefined);
  }

  return {
    async createToken({ organizationId, name, scopes, expiresAt }) {
      const accessToken = newAccessToken();
      const row = {
        ...{ number: null, id: randomUUID(), digest: digestOf(accessToken), hint: hintOf(accessToken), name },
        ...{ organization_id: organizationId, scopes: scopes.join(" "), created_at: clock() },
        ...{ expires_at: expiresAt?.getTime() ?? null, last_used_at: null, revoked_at: null },
      };
      await database.insertInto("tokens").values(row).execute();
      return { token: shown(row), accessToken };
    },
    async listTokens({ organizationId, limit, cursor }) {
      const before = cursor === undefined ? null : await numberOf(cursor, organizationId);
      const rows = await tokens()
        .where("organization_id", "=", organizationId)
        .$if(before !== null, (query) => query.where("number", "<", before))
        .orderBy("number", "desc")
        .limit(limit + 1)
        .execute();
      const page = rows.slice(0, limit);
      return { tokens: page.map(shown), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
    },
    revokeToken: ({ organizationId, tokenId }) => endOf(tokenId, organizationId),
    revokeAny: ({ tokenId }) => endOf(tokenId, null),
    async findRights(accessToken) {
      const row = tokenOf.get(digestOf(accessToken));
      const isGood = row && row.revoked_at === null && (row.expires_at === null || row.expires_at > clock());
      if (!isGood) return null;
      await noteUse(row);
      const actor = { type: "system", id: row.id } as const;
      return { organizationId: row.organization_id, scopes: row.scopes.split(" "), actor };
    },
    async allTokens({ organizationId }) {
      const rows = await tokens()
        .$if(organizationId !== null, (query) => query.where("organization_id", "=", organizationId ?? ""))
        .orderBy("number", "desc")
        .execute();
      return rows.map(shown);
    },
    async servedOrganization() {
      const row = await database.selectFrom("served").select("organization_id").executeTakeFirst();
      return row?.organization_id ?? null;
    },
    async rememberServed(organizationId) {
      const row = { only: 1, organization_id: organizationId } as const;
      await database.replaceInto("served").values(row).execute();
    },
    close: () => database.destroy(),
  };
}

type Row = Selectable<TokenTables["tokens"]>;

function shown(row: Row): ServiceToken {
  const at = (milliseconds: number | null) => (milliseconds === null ? null : new Date(milliseconds));
  return {
    ...{ id: row.id, name: row.name, hint: row.hint, organizationId: row.organization_id },
    scopes: row.scopes.split(" "),
    createdAt: new Date(row.created_at),
    expiresAt: at(row.expires_at),
    lastUsedAt: at(row.last_used_at),
    revokedAt: at(row.revoked_at),
  };
}
