// What several listeners are given none of them may change: before the second one comes, nobody knows that there is one. It
// knows no events and no lists.

/** The same value, with all that is in it but the Dates, which cannot be frozen. What is frozen already is passed over. */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || value instanceof Date || Object.isFrozen(value)) return value;
  for (const key in value) frozen(value[key]);
  return Object.freeze(value);
}
