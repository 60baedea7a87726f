// The public names of the sandbox.

export type { SandboxActions } from "./actions.ts";
export type { CustomerChange } from "./customer-changes.ts";
export type { NewCustomer } from "./customers.ts";
export { createDemoSandbox, type DemoSandbox, type DemoSandboxOptions } from "./demo/create-demo-sandbox.ts";
export type { Emission } from "./emit.ts";
export { PolarSandboxError, type ValidationIssue } from "./errors.ts";
export type { Faults, SandboxFaultOptions } from "./faults/fault-options.ts";
export type { SandboxFaults } from "./faults/fault-state.ts";
export type { NewMember } from "./members.ts";
export type { NewOrder } from "./orders.ts";
export type { NewOrganization } from "./organizations.ts";
export type { PoolReference } from "./pools.ts";
export type { NewProduct } from "./products.ts";
export type { SandboxHolding } from "./record/holdings.ts";
export type { SandboxPoolFact } from "./record/pool-fact.ts";
export type { SandboxFact, SandboxFactCause, SandboxFactType } from "./record/sandbox-fact.ts";
export type {
  CustomerRecord,
  MemberRecord,
  MemberRole,
  OrderRecord,
  OrderStatus,
  OrganizationRecord,
  ProductRecord,
  SeatRecord,
  SubscriptionRecord,
  SubscriptionStatus,
} from "./records.ts";
export { createPolarSandbox, type PolarSandbox, type PolarSandboxOptions } from "./sandbox.ts";
export type { ClaimedSeat, ClaimInfo } from "./seats/claim-seat.ts";
export type { SeatsList } from "./seats/list-seats.ts";
export type { SeatAssignment } from "./seats/seat-assignment.ts";
export { type ServedPolarSandbox, type ServeOptions, servePolarSandbox } from "./serve.ts";
export type { NewSubscription } from "./subscriptions.ts";
export type { SandboxRequest, SandboxTraffic } from "./traffic/traffic.ts";
export type { DeliverWebhook } from "./webhooks/attempt-delivery.ts";
export type { NewWebhookEndpoint, WebhookEndpointChange } from "./webhooks/endpoints.ts";
export type { SandboxWebhooks } from "./webhooks/sandbox-webhooks.ts";
export type { WebhookDeliveryRecord, WebhookEndpointRecord, WebhookEventRecord } from "./webhooks/webhook-records.ts";
export { type WebhookEventType, webhookEventTypes } from "./webhooks/webhook-types.ts";
