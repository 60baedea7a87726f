// Between the short names of a story and the ids in its log, in both directions.

import { isDeepStrictEqual } from "node:util";
import { idKinds } from "./found-event.ts";
import { type IdKind, idOf, unnamed } from "./ids.ts";
import type { StoryEvent, TimePassed } from "./story-events.ts";

/** Which id each short name stands for. A name that the past does not know stands for a thing that is new. */
export class Names {
  /** The ids that were in the log before the command. */
  readonly #past: ReadonlySet<string>;
  readonly #nameOf = new Map<string, string>();
  readonly #newOf = new Map<string, string>();

  constructor(past: ReadonlySet<string>, story: readonly (StoryEvent | TimePassed)[]) {
    this.#past = past;
    for (const kind of ["organization", "customer", "pool", "seat"] as const) this.#note(kind, unnamed[kind]);
    this.#note("member", unnamed.holder);
    for (const event of story) if (event.type !== "TimePassed") this.#noteFacts(event.facts);
  }

  /** Whether a fact was found as it was expected. */
  agree(fact: string, expected: unknown, found: unknown): boolean {
    const kind = idKinds[fact];
    if (kind === undefined || typeof expected !== "string") return isDeepStrictEqual(found, expected);
    const id = idOf(kind, expected);
    if (this.#past.has(id) || typeof found !== "string") return found === id;
    const known = this.#newOf.get(id);
    if (known !== undefined) return found === known;
    // Two names are two things.
    if (this.#past.has(found) || this.#newOf.values().some((other) => other === found)) return false;
    this.#newOf.set(id, found);
    this.#nameOf.set(found, expected);
    return true;
  }

  /** As a reader wants it: by its name where it has one. */
  show(fact: string, value: unknown): string {
    if (value instanceof Date) return value.toISOString();
    if (idKinds[fact] === undefined || typeof value !== "string") return JSON.stringify(value);
    const name = this.#nameOf.get(value);
    if (name === undefined && idKinds[fact] && !this.#past.has(value)) return "(a new one)";
    return JSON.stringify(name ?? value);
  }

  #noteFacts(facts: object): void {
    const said: Readonly<Record<string, unknown>> = { ...facts };
    for (const [fact, name] of Object.entries(said)) {
      const kind = idKinds[fact];
      if (kind !== undefined && typeof name === "string") this.#note(kind, name);
    }
    // Whoever was given no name goes by the e-mail.
    const { email } = said;
    if (typeof email === "string") this.#note("member", email.toLowerCase());
  }

  #note(kind: IdKind, name: string): void {
    this.#nameOf.set(idOf(kind, name), name);
  }
}
