// What stands at a path: found by the text of the path alone where it has no parameters, else by Hono's router. What is done
// there is not known here.

import { TrieRouter } from "hono/router/trie-router";
import { getPathNoStrict, tryDecodeURIComponent } from "hono/utils/url";

/** A request whose path was read. */
export interface Routed {
  readonly raw: Request;
  /** Decoded, and without a slash at its end, which means nothing. */
  readonly path: string;
  /** What stands in the path in the places of the route's parameters. */
  readonly params: Readonly<Record<string, string>>;
}

interface Found<Place> extends Routed {
  /** Null where nothing is. */
  readonly place: Place | null;
}

const none = {};

export class Paths<Place> {
  readonly #fixed = new Map<string, Place>();
  readonly #others = new TrieRouter<Place>();

  /** Parameters are in braces. */
  add(path: string, place: Place): void {
    if (path.includes("{")) this.#others.add("ALL", path.replaceAll(/\{(\w+)\}/g, ":$1"), place);
    else this.#fixed.set(path, place);
  }

  find(raw: Request): Found<Place> {
    const path = getPathNoStrict(raw);
    const fixed = this.#fixed.get(path);
    if (fixed !== undefined) return { raw, path, params: none, place: fixed };
    const [first] = this.#others.match("ALL", path)[0];
    if (first === undefined) return { raw, path, params: none, place: null };
    const [place, given] = first;
    const params = Object.entries(given).map(([name, text]) => [name, tryDecodeURIComponent(String(text))]);
    return { raw, path, params: Object.fromEntries(params), place };
  }
}
