// What each kind of principal is answered under each rule.

import type { Kind, OrganizationKind } from "./askers.ts";
import type { OwnRule, Rule } from "./rules.ts";

export type Verdict = "ok" | "401 unauthorized" | "403 insufficient scope" | "403 not permitted" | "404 not found";

const [ok, nobody, scope, role, foreign] = [
  "ok",
  "401 unauthorized",
  "403 insufficient scope",
  "403 not permitted",
  "404 not found",
] as const;

/** Columns: merchant reads, merchant writes, portal reads, portal writes, portal shows own. */
type Verdicts = readonly [Verdict, Verdict, Verdict, Verdict, Verdict];
const stranger = [nobody, nobody, nobody, nobody, nobody] as const;
const unscoped = [nobody, nobody, scope, scope, scope] as const;

export const verdicts: Readonly<Record<Kind, Verdicts>> = {
  nobody: stranger,
  "an unknown token": stranger,
  "the organization without a scope": [scope, scope, nobody, nobody, nobody],
  "the organization with a portal's scope": [scope, scope, nobody, nobody, nobody],
  "the organization reading": [ok, scope, nobody, nobody, nobody],
  "the organization writing": [ok, ok, nobody, nobody, nobody],
  "the organization reading the ledger": [scope, scope, nobody, nobody, nobody],
  "the organization writing the ledger": [scope, scope, nobody, nobody, nobody],
  "the organization reading the metrics": [scope, scope, nobody, nobody, nobody],
  "the organization writing everything": [ok, ok, nobody, nobody, nobody],
  "another organization, writing everything": [foreign, foreign, nobody, nobody, nobody],
  "the customer without a scope": unscoped,
  "the customer with a merchant's scope": unscoped,
  "the customer reading": [nobody, nobody, ok, scope, ok],
  "the customer writing": [nobody, nobody, ok, ok, ok],
  "another customer, writing": [nobody, nobody, foreign, foreign, ok],
  "a customer of another organization, writing": [nobody, nobody, foreign, foreign, ok],
  "a customer who was removed": stranger,
  "the customer's owner without a scope": unscoped,
  "the customer's owner with a merchant's scope": unscoped,
  "the customer's owner reading": [nobody, nobody, ok, scope, ok],
  "the customer's owner writing": [nobody, nobody, ok, ok, ok],
  "the customer's billing_manager without a scope": unscoped,
  "the customer's billing_manager with a merchant's scope": unscoped,
  "the customer's billing_manager reading": [nobody, nobody, ok, scope, ok],
  "the customer's billing_manager writing": [nobody, nobody, ok, ok, ok],
  "the customer's member without a scope": unscoped,
  "the customer's member with a merchant's scope": unscoped,
  "the customer's member reading": [nobody, nobody, ok, scope, ok],
  "the customer's member writing": [nobody, nobody, ok, role, ok],
  "another customer's owner, writing": [nobody, nobody, foreign, foreign, ok],
  "a member who was removed": stranger,
  "the session of a claim": [nobody, nobody, ok, role, ok],
};

/** On the ledger's own routes; whoever is no organization is nobody there. */
const ownVerdicts: Readonly<Record<OrganizationKind, Readonly<Record<OwnRule, Verdict>>>> = {
  "the organization without a scope": own(scope, scope, scope, scope),
  "the organization with a portal's scope": own(scope, scope, scope, scope),
  "the organization reading": own(ok, scope, scope, scope),
  "the organization writing": own(ok, scope, scope, scope),
  "the organization reading the ledger": own(ok, ok, scope, ok),
  "the organization writing the ledger": own(ok, ok, ok, ok),
  "the organization reading the metrics": { ...own(scope, scope, scope, scope), metrics: ok },
  "the organization writing everything": own(ok, ok, ok, ok),
  "another organization, writing everything": own(foreign, foreign, foreign, ok),
};

function own(readsOfSeats: Verdict, reads: Verdict, writes: Verdict, showsOwn: Verdict) {
  return {
    "own reads of seats": readsOfSeats,
    "own reads": reads,
    "own writes": writes,
    "own shows own": showsOwn,
    "own writes its own": writes === foreign ? ok : writes,
    metrics: scope,
  };
}

const columns: readonly Rule[] = [
  "merchant reads",
  "merchant writes",
  "portal reads",
  "portal writes",
  "portal shows own",
];

export function verdictOf(kind: Kind, rule: Rule): Verdict {
  if (isOwn(rule)) return isOrganization(kind) ? ownVerdicts[kind][rule] : nobody;
  return verdicts[kind][columns.indexOf(rule)] ?? "ok";
}

function isOwn(rule: Rule): rule is OwnRule {
  return rule.startsWith("own ") || rule === "metrics";
}

function isOrganization(kind: Kind): kind is OrganizationKind {
  return kind in ownVerdicts;
}
