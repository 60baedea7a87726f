// Access tokens as a table for people.

import type { ServiceToken } from "@seat-ledger/http";

const columns = ["id", "name", "token", "state", "scopes", "organization", "created", "expires", "last used"] as const;

export function tokenTable(tokens: readonly ServiceToken[], now: Date): string {
  if (tokens.length === 0) return "There are no tokens.";
  const rows = [columns, ...tokens.map((token) => cellsOf(token, now))];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function stateOf({ revokedAt, expiresAt }: ServiceToken, now: Date): "good" | "expired" | "revoked" {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt <= now ? "expired" : "good";
}

function cellsOf(token: ServiceToken, now: Date): readonly string[] {
  return [
    ...[token.id, token.name, token.hint, stateOf(token, now), token.scopes.join(","), token.organizationId],
    ...[minuteOf(token.createdAt), minuteOf(token.expiresAt), minuteOf(token.lastUsedAt)],
  ];
}

function minuteOf(at: Date | null): string {
  return at === null ? "never" : `${at.toISOString().slice(0, 16)}Z`;
}
