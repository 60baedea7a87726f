// The groups of routes: who a route is for decides how it reads a query and names a refusal. It holds no route.

/** Where a route stands in the document. Queries to Polar's routes are read as Polar does, queries to ours strictly. */
export type Tag = "customer-seats" | "customer-portal" | "ledger" | "service";
