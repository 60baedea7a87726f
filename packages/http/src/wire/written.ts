// JSON that is written once for all who are shown the same object: the ledger answers the same list for as long as it is so.

import { Reply } from "../reply.ts";
import { entityTag } from "./entity-tag.ts";

const texts = new WeakMap<object, string>();

/** An object's JSON on the wire. Of one object there is one form: `toWire` is not asked again. */
export function written<Shown extends object>(shown: Shown, toWire: (shown: Shown) => object): string {
  const known = texts.get(shown);
  if (known !== undefined) return known;
  const text = JSON.stringify(toWire(shown));
  texts.set(shown, text);
  return text;
}

/** As `Reply.json`, of what is written already, with the version of what it shows as its `ETag`. */
export function writtenReply(text: string, version: number): Reply {
  return new Reply(text, { "Content-Type": "application/json", ETag: entityTag(version) });
}
