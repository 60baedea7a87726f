// When a webhook event is first sent: at once, or as the faults want it. It must not send anything.

import type { DeliveryJob, WebhookEventRecord } from "../webhooks/webhook-records.ts";
import { count, type FaultState } from "./fault-state.ts";

/** The jobs that a new event begins with: one, or with faults none, a later one, an earlier one, or two. */
export function firstJobs({ current: faults }: FaultState, { id, type, createdAt }: WebhookEventRecord): DeliveryJob[] {
  const dueAt = createdAt.getTime();
  const job = { eventId: id, dueAt, redeliver: false };
  if (faults === null) return [job];
  const { options } = faults;
  const draw = faults.draws(`webhook ${type}`);
  const strikes = (fault: "webhookDropped" | "webhookDoubled" | "webhookReordered" | "webhookLate") => {
    const struck = draw(fault) < options[fault];
    if (struck) count(faults, fault);
    return struck;
  };
  if (strikes("webhookDropped")) return [];
  const late = strikes("webhookLate") ? options.webhookLateMs : 0;
  const early = strikes("webhookReordered") ? Math.ceil(draw("how webhookReordered") * 60_000) : 0;
  const shifted = { ...job, dueAt: dueAt + late - early };
  return strikes("webhookDoubled") ? [shifted, { ...shifted, redeliver: true }] : [shifted];
}
