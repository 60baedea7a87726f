// Every route of the API. A path without parameters is found before all others; of two with parameters that fit the same, the
// first one counts.

import type { Route } from "../routing/route.ts";
import type { ServiceTokens } from "../service-tokens.ts";
import { assignPortalSeat } from "./customer-portal/assign-seat.ts";
import { listClaimedSubscriptions } from "./customer-portal/list-claimed-subscriptions.ts";
import { listPortalSeats } from "./customer-portal/list-seats.ts";
import { resendPortalInvitation } from "./customer-portal/resend-invitation.ts";
import { revokePortalSeat } from "./customer-portal/revoke-seat.ts";
import { portalSeatsStream } from "./customer-portal/seats-stream.ts";
import { assignSeat } from "./customer-seats/assign-seat.ts";
import { claimSeat } from "./customer-seats/claim-seat.ts";
import { claimStream } from "./customer-seats/claim-stream.ts";
import { getClaimInfo } from "./customer-seats/get-claim-info.ts";
import { listSeats } from "./customer-seats/list-seats.ts";
import { resendInvitation } from "./customer-seats/resend-invitation.ts";
import { revokeSeat } from "./customer-seats/revoke-seat.ts";
import { activatePool } from "./ledger/activate-pool.ts";
import { asOf } from "./ledger/as-of.ts";
import { changes } from "./ledger/changes.ts";
import { closePool } from "./ledger/close-pool.ts";
import { drift } from "./ledger/drift.ts";
import { eventsStream } from "./ledger/events-stream.ts";
import { getPool } from "./ledger/get-pool.ts";
import { history } from "./ledger/history.ts";
import { holders } from "./ledger/holders.ts";
import { listPools } from "./ledger/list-pools.ts";
import { openPool } from "./ledger/open-pool.ts";
import { poolsStream } from "./ledger/pools-stream.ts";
import { registerCustomer } from "./ledger/register-customer.ts";
import { registerMember } from "./ledger/register-member.ts";
import { reopenPool } from "./ledger/reopen-pool.ts";
import { resizePool } from "./ledger/resize-pool.ts";
import { seatHistory } from "./ledger/seat-history.ts";
import { seatsStream } from "./ledger/seats-stream.ts";
import { createToken } from "./ledger/tokens/create-token.ts";
import { listTokens } from "./ledger/tokens/list-tokens.ts";
import { revokeToken } from "./ledger/tokens/revoke-token.ts";
import { usage } from "./ledger/usage.ts";
import { health } from "./service/health.ts";
import { metrics } from "./service/metrics.ts";
import { describing } from "./service/open-api.ts";
import { readiness } from "./service/readiness.ts";

/** The ledger's own, under `/v1/ledger/` but for one that is older. */
const ledgerRoutes: readonly Route[] = [
  listPools,
  openPool,
  getPool,
  resizePool,
  activatePool,
  closePool,
  reopenPool,
  registerCustomer,
  registerMember,
  asOf,
  changes,
  usage,
  history,
  holders,
  seatHistory,
  drift,
  seatsStream,
  poolsStream,
  eventsStream,
];

const always: readonly Route[] = [
  listSeats,
  assignSeat,
  claimSeat,
  getClaimInfo,
  claimStream,
  revokeSeat,
  resendInvitation,
  listPortalSeats,
  assignPortalSeat,
  listClaimedSubscriptions,
  portalSeatsStream,
  revokePortalSeat,
  resendPortalInvitation,
  ...ledgerRoutes,
  health,
  readiness,
  metrics,
];

/** Those that need what was not given are not there, and the document doesn't tell of them. */
export function routesWith({ tokens }: { readonly tokens?: ServiceTokens | undefined }): readonly Route[] {
  const ofTokens = tokens ? [listTokens(tokens), createToken(tokens), revokeToken(tokens)] : [];
  const described = [...always, ...ofTokens];
  return [...described, ...describing(described)];
}
