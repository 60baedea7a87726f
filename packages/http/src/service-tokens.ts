// The access tokens of a service, as the routes under /v1/ledger/tokens use them. Where they are kept is the service's: here
// nobody ever sees a token again after it was made.

/** What is known of an access token: never the token itself. */
export interface ServiceToken {
  /** A UUID, by which it is revoked. */
  readonly id: string;
  /** What it is for, in the words of whoever made it. */
  readonly name: string;
  /** Its prefix and its last four characters, by which its owner knows it again: `seat_tok_…x1Yz`. */
  readonly hint: string;
  readonly organizationId: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  /** Null: it never expires. */
  readonly expiresAt: Date | null;
  /** The hour in which it was last used, by its beginning; null: never. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Makes, lists and revokes access tokens. What it makes is let in by your `authenticate`. */
export interface ServiceTokens {
  /** `accessToken` is the token itself: it is shown once and kept by nobody here. */
  createToken(args: {
    readonly organizationId: string;
    readonly name: string;
    readonly scopes: readonly string[];
    /** Null: it never expires. */
    readonly expiresAt: Date | null;
  }): Promise<{ readonly token: ServiceToken; readonly accessToken: string }>;
  /**
   * A page of an organization's tokens, the newest first, revoked and expired ones included. `cursor` is `next` of the page
   * before; `next` is null on the last page. Throws the ledger's `InvalidRequest` (path `cursor`) for a cursor that is none of this
   * organization's: it is answered 422.
   */
  listTokens(args: {
    readonly organizationId: string;
    readonly limit: number;
    readonly cursor?: string | undefined;
  }): Promise<{ readonly tokens: readonly ServiceToken[]; readonly next: string | null }>;
  /**
   * Ends a token, at once and for every process. Again, it is answered as it is. Null: the organization has no such token.
   */
  revokeToken(args: { readonly organizationId: string; readonly tokenId: string }): Promise<ServiceToken | null>;
}
