// Every route of the API. A path without parameters stands before one that would match it too.

import type { Route } from "../routing/route.ts";
import { assignSeat } from "./customer-seats/assign-seat.ts";
import { claimSeat } from "./customer-seats/claim-seat.ts";
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
  revokeSeat,
  resendInvitation,
  seatHistory,
  health,
];

export const routes: readonly Route[] = [...described, ...describing(described)];
