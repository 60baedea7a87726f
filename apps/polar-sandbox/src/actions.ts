// What merchant and buyers do directly, bound to one sandbox's memory. It adds nothing to the operations themselves.

import { type CustomerChange, deleteCustomer, updateCustomer } from "./customer-changes.ts";
import { createCustomer, type NewCustomer } from "./customers.ts";
import { changeMemberEmail, deleteMember } from "./member-changes.ts";
import { setMemberModel } from "./member-model.ts";
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
import { assignSeat } from "./seats/assign-seat.ts";
import { type ClaimedSeat, type ClaimInfo, type ClaimInput, claimSeat, getClaimInfo } from "./seats/claim-seat.ts";
import type { SeatInput } from "./seats/find-seat.ts";
import { listSeats, type SeatsList } from "./seats/list-seats.ts";
import { resendInvitation } from "./seats/resend-invitation.ts";
import { revokeSeat } from "./seats/revoke-seat.ts";
import type { SeatAssignment } from "./seats/seat-assignment.ts";
import { type SandboxState, seesEverything } from "./state.ts";
import {
  cancelSubscription,
  endSubscription,
  markSubscriptionPastDue,
  pauseSubscription,
  reactivateSubscription,
  uncancelSubscription,
} from "./subscription-status.ts";
import {
  applyScheduledSeats,
  createSubscription,
  type NewSubscription,
  scheduleSubscriptionSeats,
  updateSubscriptionSeats,
} from "./subscriptions.ts";

/** What merchant and buyers do. Each throws `PolarSandboxError` where Polar would refuse. */
export type SandboxActions = {
  readonly createOrganization: (input: NewOrganization) => OrganizationRecord;
  /** Switches the member model. On, it rewrites live seats that have no member; no seat event tells of it. */
  readonly setMemberModel: (organizationId: string, enabled: boolean) => OrganizationRecord;
  readonly createProduct: (input: NewProduct) => ProductRecord;
  readonly createCustomer: (input: NewCustomer) => CustomerRecord;
  /** An individual's owner gets the new e-mail too; no seat does. */
  readonly updateCustomer: (customerId: string, change: CustomerChange) => CustomerRecord;
  /** Deletes its members with their seats, and ends its subscriptions too. */
  readonly deleteCustomer: (customerId: string) => CustomerRecord;
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
  /** Cancels it for the end of its period, and revokes nothing; `endSubscription` is that end. */
  readonly cancelSubscription: (subscriptionId: string) => SubscriptionRecord;
  readonly uncancelSubscription: (subscriptionId: string) => SubscriptionRecord;
  /** A payment failed: revokes every live seat, unless the organization's grace still lasts. */
  readonly markSubscriptionPastDue: (
    subscriptionId: string,
    options?: { readonly withinGrace?: boolean | undefined },
  ) => SubscriptionRecord;
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

export function createActions(state: SandboxState): SandboxActions {
  return {
    createOrganization: (input) => createOrganization(state, input),
    setMemberModel: (id, enabled) => setMemberModel(state, id, enabled),
    createProduct: (input) => createProduct(state, input),
    createCustomer: (input) => createCustomer(state, input),
    updateCustomer: (id, change) => updateCustomer(state, id, change),
    deleteCustomer: (id) => deleteCustomer(state, id),
    createMember: (input) => createMember(state, input),
    deleteMember: (id) => deleteMember(state, id),
    changeMemberEmail: (id, email) => changeMemberEmail(state, id, email),
    createSubscription: (input) => createSubscription(state, input),
    updateSubscriptionSeats: (id, seats) => updateSubscriptionSeats(state, id, seats),
    scheduleSubscriptionSeats: (id, seats) => scheduleSubscriptionSeats(state, id, seats),
    applyScheduledSeats: (id, seats) => applyScheduledSeats(state, id, seats),
    endSubscription: (id) => endSubscription(state, id),
    cancelSubscription: (id) => cancelSubscription(state, id),
    uncancelSubscription: (id) => uncancelSubscription(state, id),
    markSubscriptionPastDue: (id, options) => markSubscriptionPastDue(state, id, options),
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
