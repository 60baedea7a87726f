// Reads an input as it came, by where it came from. It never throws: what can't be read says so, and is kept all the same.

import { UnusableAnswer } from "../failures.ts";
import { peopleAnywhere } from "./people.ts";
import { readPolarEvent } from "./read-polar-event.ts";
import { readOrder, readOrganization, readSubscription } from "./read-thing.ts";
import { readWebhook } from "./read-webhook.ts";
import type { Found, Reading } from "./reading.ts";

/** A webhook and its entry in the delivery log have the same body; an item of a list is told by what is listed. */
export type InputKind = "webhook" | "polar-event" | "subscription" | "order" | "organization";

export function readInput(kind: InputKind, body: string): Reading {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return unread(kind, null, `Polar's ${kind} is no whole JSON.`);
  }
  try {
    return readGiven(kind, given);
  } catch (error) {
    if (!(error instanceof UnusableAnswer)) throw error;
    return unread(kind, given, error.message);
  }
}

function readGiven(kind: InputKind, given: unknown): Reading {
  switch (kind) {
    case "webhook":
      return readWebhook(given);
    case "polar-event":
      return readPolarEvent(given);
    case "subscription":
      return listed(kind, readSubscription(given));
    case "order":
      return listed(kind, readOrder(given));
    case "organization":
      return listed(kind, readOrganization(given));
  }
}

function listed(type: string, found: Found): Reading {
  return { type, apiVersion: null, ...found };
}

function unread(type: string, given: unknown, problem: string): Reading {
  const people = peopleAnywhere(given);
  const unknown = { subject: null, organizationId: null, apiVersion: null, sourceAt: null };
  return { type, ...unknown, people, says: { kind: "unread", problem } };
}
