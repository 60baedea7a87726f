// Times as Polar writes them: ISO 8601 in UTC, no fraction on a whole second, else microseconds.

export function instant(date: Date): string {
  const [whole = "", fraction = ""] = date.toISOString().slice(0, -1).split(".");
  return fraction === "000" ? `${whole}Z` : `${whole}.${fraction}000Z`;
}

export const instantOrNull = (date: Date | null): string | null => (date === null ? null : instant(date));

/** The times that begin every answer. */
export function timestamps(row: { readonly createdAt: Date; readonly modifiedAt: Date | null }) {
  return { created_at: instant(row.createdAt), modified_at: instantOrNull(row.modifiedAt) };
}

/** A time as Polar writes it inside an event's metadata: `+00:00` instead of `Z`. */
export const isoWithOffset = (date: Date): string => instant(date).replace("Z", "+00:00");
