// One of Polar's own events, as its events API lists them: what happened to a subscription, an order or a customer.

/** One event that Polar made itself. Metadata is in Polar's JSON. */
export type SystemEventRecord = {
  readonly id: string;
  readonly timestamp: Date;
  readonly organizationId: string;
  readonly customerId: string;
  readonly name: string;
  readonly metadata: Readonly<Record<string, unknown>>;
};
