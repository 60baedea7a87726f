// A point in the past: after an event of the log, after everything that was recorded by a time, or after everything that
// is now believed to have happened by a time.

export type Moment =
  | { readonly by: "recorded"; readonly position: number }
  | { readonly by: "recorded" | "occurred"; readonly at: Date };

/** Whether an event with this place in the log belongs to the past of that moment. */
export function isBy(
  moment: Moment,
  event: { readonly position: number; readonly recordedAt: Date; readonly occurredAt: Date },
): boolean {
  if ("position" in moment) return event.position <= moment.position;
  return (moment.by === "recorded" ? event.recordedAt : event.occurredAt) <= moment.at;
}
