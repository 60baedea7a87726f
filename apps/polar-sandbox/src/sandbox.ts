// Puts the sandbox together: its memory, what merchant and buyers do directly, and the HTTP API over the same memory.

import { createCustomer, type NewCustomer } from "./customers.ts";
import { changeMemberEmail, deleteMember } from "./member-changes.ts";
import { createMember, type NewMember } from "./members.ts";
import { createOrder, type NewOrder, payOrder, refundOrder } from "./orders.ts";
import { createOrganization, type NewOrganization } from "./organizations.ts";
import type { PoolReference } from "./pools.ts";
import { createProduct, type NewProduct } from "./products.ts";
import type {
  CustomerRecord,
  MemberRecord,
  OrderRecord,
  OrganizationRecord,
  ProductRecord,
  SeatRecord,
  SubscriptionRecord,
} from "./records.ts";
import { createApp } from "./routes/app.ts";
import type { SandboxFact } from "./sandbox-fact.ts";
import { assignSeat } from "./seats/assign-seat.ts";
import { type ClaimedSeat, type ClaimInfo, type ClaimInput, claimSeat, getClaimInfo } from "./seats/claim-seat.ts";
import type { SeatInput } from "./seats/find-seat.ts";
import { listSeats, type SeatsList } from "./seats/list-seats.ts";
import { resendInvitation } from "./seats/resend-invitation.ts";
import { revokeSeat } from "./seats/revoke-seat.ts";
import type { SeatAssignment } from "./seats/seat-assignment.ts";
import { createSeededIds } from "./seeded-ids.ts";
import { createState, seesEverything } from "./state.ts";
import { endSubscription, pauseSubscription, reactivateSubscription } from "./subscription-status.ts";
import {
  applyScheduledSeats,
  createSubscription,
  type NewSubscription,
  scheduleSubscriptionSeats,
  updateSubscriptionSeats,
} from "./subscriptions.ts";

/** How a sandbox begins. */
export type PolarSandboxOptions = {
  /** Same seed and same calls, same ids and tokens. 1 unless said. */
  readonly seed?: number | undefined;
  /** Real time unless said. */
  readonly clock?: (() => Date) | undefined;
  /** The token that sees every organization. `polar_oat_sandbox` unless said. */
  readonly accessToken?: string | undefined;
};

/**
 * Polar in memory. The methods are what merchant and buyers do; they throw `PolarSandboxError` where Polar would refuse,
 * and answer records that later steps leave as they are.
 */
export type PolarSandbox = {
  /** The HTTP API. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** HTTP requests answered so far. */
  readonly requests: () => number;
  /** Every seat step, in order, with the holders whom Polar forgets. */
  readonly record: readonly SandboxFact[];
  readonly createOrganization: (input: NewOrganization) => OrganizationRecord;
  readonly createProduct: (input: NewProduct) => ProductRecord;
  readonly createCustomer: (input: NewCustomer) => CustomerRecord;
  readonly createMember: (input: NewMember) => MemberRecord;
  /** Revokes the member's live seats too. */
  readonly deleteMember: (memberId: string) => MemberRecord;
  /** Copies the e-mail to the member's live seats too. */
  readonly changeMemberEmail: (memberId: string, email: string) => MemberRecord;
  readonly createSubscription: (input: NewSubscription) => SubscriptionRecord;
  /** Refused below the seats that are held or invited to. */
  readonly updateSubscriptionSeats: (subscriptionId: string, seats: number) => SubscriptionRecord;
  /** Asks for a change at the next period: shown as `pending_update` until it is applied. */
  readonly scheduleSubscriptionSeats: (subscriptionId: string, seats: number) => SubscriptionRecord;
  /** A scheduled change reaches its period, unchecked: more seats may be held than are left. */
  readonly applyScheduledSeats: (subscriptionId: string, seats: number) => SubscriptionRecord;
  /** Revokes every live seat. */
  readonly endSubscription: (subscriptionId: string) => SubscriptionRecord;
  /** Revokes every live seat. */
  readonly pauseSubscription: (subscriptionId: string) => SubscriptionRecord;
  /** Gives no seat back. */
  readonly reactivateSubscription: (subscriptionId: string) => SubscriptionRecord;
  readonly createOrder: (input: NewOrder) => OrderRecord;
  readonly payOrder: (orderId: string) => OrderRecord;
  /** Revokes nothing. */
  readonly refundOrder: (orderId: string) => OrderRecord;
  readonly assignSeat: (input: SeatAssignment) => SeatRecord;
  readonly claimSeat: (input: ClaimInput) => ClaimedSeat;
  readonly getClaimInfo: (input: ClaimInput) => ClaimInfo;
  readonly revokeSeat: (input: SeatInput) => SeatRecord;
  readonly resendInvitation: (input: SeatInput) => SeatRecord;
  readonly listSeats: (reference: PoolReference) => SeatsList;
  /** The token that the invitation's mail carried; null once it is used or gone. */
  readonly invitationTokenOf: (seatId: string) => string | null;
};

/** A new, empty Polar. */
export function createPolarSandbox(options: PolarSandboxOptions = {}): PolarSandbox {
  const state = createState(options.clock ?? (() => new Date()), createSeededIds(options.seed ?? 1));
  const app = createApp(state, options.accessToken ?? "polar_oat_sandbox");
  let answered = 0;
  return {
    fetch: async (request) => {
      const response = await app.fetch(request);
      answered += 1;
      return response;
    },
    requests: () => answered,
    record: state.facts,
    createOrganization: (input) => createOrganization(state, input),
    createProduct: (input) => createProduct(state, input),
    createCustomer: (input) => createCustomer(state, input),
    createMember: (input) => createMember(state, input),
    deleteMember: (memberId) => deleteMember(state, memberId),
    changeMemberEmail: (memberId, email) => changeMemberEmail(state, memberId, email),
    createSubscription: (input) => createSubscription(state, input),
    updateSubscriptionSeats: (id, seats) => updateSubscriptionSeats(state, id, seats),
    scheduleSubscriptionSeats: (id, seats) => scheduleSubscriptionSeats(state, id, seats),
    applyScheduledSeats: (id, seats) => applyScheduledSeats(state, id, seats),
    endSubscription: (id) => endSubscription(state, id),
    pauseSubscription: (id) => pauseSubscription(state, id),
    reactivateSubscription: (id) => reactivateSubscription(state, id),
    createOrder: (input) => createOrder(state, input),
    payOrder: (id) => payOrder(state, id),
    refundOrder: (id) => refundOrder(state, id),
    assignSeat: (input) => assignSeat(state, input, seesEverything),
    claimSeat: (input) => claimSeat(state, input),
    getClaimInfo: (input) => getClaimInfo(state, input),
    revokeSeat: (input) => revokeSeat(state, input, seesEverything),
    resendInvitation: (input) => resendInvitation(state, input, seesEverything),
    listSeats: (reference) => listSeats(state, reference, seesEverything),
    invitationTokenOf: (seatId) => state.tokenBySeatId.get(seatId) ?? null,
  };
}
