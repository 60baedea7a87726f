// What an entry of Polar's events says: how many seats of a subscription were bought when.

import { UnusableAnswer } from "../failures.ts";
import { polarEventSchema, seatsUpdatedSchema } from "../wire/polar-event.ts";
import { read } from "../wire/read.ts";
import { peopleAnywhere } from "./people.ts";
import { nothing, type Reading } from "./reading.ts";
import { subjectOfQuantity } from "./subjects.ts";

/** Throws `UnusableAnswer` where it is no event at all; one that can't be read further says so. */
export function readPolarEvent(given: unknown): Reading {
  const { name, timestamp, source, organization_id: organizationId } = read(polarEventSchema, "event", given);
  const people = peopleAnywhere(given);
  const around = { type: name, subject: null, organizationId, apiVersion: null, sourceAt: timestamp, people };
  if (name !== "subscription.seats_updated" || source === "user") return { ...around, says: nothing };
  try {
    const {
      subscription_id: subscriptionId,
      old_seats: previous,
      new_seats: seats,
      proration_behavior: proration,
    } = read(seatsUpdatedSchema, "event", given).metadata;
    // Asked for and not yet so: when it takes effect, the subscription shows it.
    if (proration === "next_period") return { ...around, says: nothing };
    const ref = { subscriptionId, orderId: null };
    const fact = { type: "quantity", ...ref, seats, previous, at: timestamp } as const;
    return { ...around, subject: subjectOfQuantity(ref), says: { kind: "quantity", ref, fact } };
  } catch (error) {
    if (!(error instanceof UnusableAnswer)) throw error;
    return { ...around, says: { kind: "unread", problem: error.message } };
  }
}
