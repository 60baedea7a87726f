// The scopes that mean something here, for the tokens of organizations. Which route takes which is the route's to say.

/** Scopes of organizations: the seats as Polar has them, what only the ledger knows, the tokens of the service. */
export const organizationScopes = [
  "customer_seats:read",
  "customer_seats:write",
  "ledger:read",
  "ledger:write",
  "metrics:read",
  "tokens:read",
  "tokens:write",
] as const;

export type OrganizationScope = (typeof organizationScopes)[number];
