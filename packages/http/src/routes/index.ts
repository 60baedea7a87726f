// Every route of the API. A path without parameters stands before one that would match it too.

import type { Route } from "../routing/route.ts";
import { assignPortalSeat } from "./customer-portal/assign-seat.ts";
import { listClaimedSubscriptions } from "./customer-portal/list-claimed-subscriptions.ts";
import { listPortalSeats } from "./customer-portal/list-seats.ts";
import { resendPortalInvitation } from "./customer-portal/resend-invitation.ts";
import { revokePortalSeat } from "./customer-portal/revoke-seat.ts";
import { assignSeat } from "./customer-seats/assign-seat.ts";
import { claimSeat } from "./customer-seats/claim-seat.ts";
import { claimStream } from "./customer-seats/claim-stream.ts";
import { getClaimInfo } from "./customer-seats/get-claim-info.ts";
import { listSeats } from "./customer-seats/list-seats.ts";
import { resendInvitation } from "./customer-seats/resend-invitation.ts";
import { revokeSeat } from "./customer-seats/revoke-seat.ts";
import { seatHistory } from "./ledger/seat-history.ts";
import { health } from "./service/health.ts";
import { describing } from "./service/open-api.ts";

const described: readonly Route[] = [
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
  revokePortalSeat,
  resendPortalInvitation,
  seatHistory,
  health,
];

export const routes: readonly Route[] = [...described, ...describing(described)];
