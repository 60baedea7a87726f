// What the files that write past events share: what they answer, and how they refuse a past that cannot have been.

import type { Append } from "../store/append.ts";
import type { Bound } from "../store/query.ts";
import type { StoryEvent } from "./story-events.ts";

/** What a past event appends, and the stream of the organization that it belongs to. */
export interface Written {
  readonly organization: number;
  readonly append: Append;
  readonly erasures?: readonly Bound[];
}

/** A past that cannot have been: what is wrong with it, and what to tell instead. */
export function impossible({ type }: StoryEvent, message: string): Error {
  return new Error(`This past cannot have been: ${type}: ${message}`);
}

/** What an event presupposes: told by default under its default name, refused under another one that nobody told of. */
export function presumed(
  event: StoryEvent,
  known: unknown,
  named: { readonly name: string; readonly byDefault: string; readonly tell: StoryEvent },
): StoryEvent | null {
  if (known) return null;
  const { name, byDefault, tell } = named;
  if (name === byDefault) return tell;
  throw impossible(event, `"${name}" is not known yet. Tell ${tell.type} of it first.`);
}
