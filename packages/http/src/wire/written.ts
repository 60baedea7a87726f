// JSON that is written once for all who are shown the same object, as all are who watch the same list.

const texts = new WeakMap<object, string>();

/** An object's JSON on the wire. Of one object there is one form: `toWire` is not asked again. */
export function written<Shown extends object>(shown: Shown, toWire: (shown: Shown) => object): string {
  const known = texts.get(shown);
  if (known !== undefined) return known;
  const text = JSON.stringify(toWire(shown));
  texts.set(shown, text);
  return text;
}
