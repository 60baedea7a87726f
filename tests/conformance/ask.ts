// Requests as they go over the wire, without a server. It asserts nothing.

import { type Shop, tokens } from "./shop.ts";

export interface Asked {
  /** Whose bearer token is sent; null sends none. Default: that of acme. */
  readonly token?: string | null | undefined;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is looked at field by field.
export type Json = any;

export function requestOf(method: string, path: string, { token = tokens.acme, body, headers }: Asked = {}): Request {
  const authorization = token === null ? {} : { Authorization: `Bearer ${token}` };
  const type = body === undefined ? {} : { "Content-Type": "application/json" };
  return new Request(`http://seats.example${path}`, {
    method,
    headers: { ...authorization, ...type, ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

/** The name of an error, in Polar's shape or in that of the ledger's own routes. */
export function errorOf(json: Json): string {
  return json.error ?? json.code;
}

/** The answer's body as JSON; as null where it has none. */
export async function ask(
  { api }: Pick<Shop, "api">,
  method: string,
  path: string,
  given: Asked = {},
): Promise<{ readonly status: number; readonly json: Json; readonly headers: Headers }> {
  const response = await api.fetch(requestOf(method, path, given));
  const text = await response.text();
  return { status: response.status, json: text === "" ? null : JSON.parse(text), headers: response.headers };
}
