// What appended events write: the stream, each event with its place, its personal row, and the current views.
// The only place that gives out positions and versions.

import type { Call } from "./commands/shared/command.ts";
import type { ProposedEvent, RecordedEvent } from "./domain/events.ts";
import { ordinalIn } from "./domain/pool.ts";
import { project } from "./projections/project.ts";
import type { Append } from "./store/append.ts";
import { schemaVersionOf } from "./store/event-schemas.ts";
import { appendEvent, openStream } from "./store/log-queries.ts";
import type { Bound } from "./store/query.ts";

/** Everything that these appends write, the first event after this position. */
export function writesOf(appends: readonly Append[], after: number, call: Call): readonly Bound[] {
  let position = after;
  return appends.flatMap((append) => {
    const writes = writesOfStream(append, position, call);
    position += append.events.length;
    return writes;
  });
}

/** Everything that one stream's events write. */
function writesOfStream(append: Append, position: number, call: Call): readonly Bound[] {
  const { stream, organization, kind, id, organizationId } = streamOf(append);
  const before = append.before?.version ?? 0;
  const opened = append.before === null ? [openStream({ stream, kind, id })] : [];
  const events = append.events.flatMap((event, index) =>
    appendEvent(
      stamped(event, call, {
        position: position + index + 1,
        stream: { kind, id },
        version: before + index + 1,
        organizationId,
      }),
      { stream, organization, ordinal: append.kind === "pool" ? ordinalIn(append.after, event) : null },
    ),
  );
  return [...opened, ...events, ...project(append)];
}

function streamOf(append: Append) {
  switch (append.kind) {
    case "organization": {
      const { id } = append.after;
      return { kind: append.kind, stream: append.stream, organization: append.stream, id, organizationId: id };
    }
    case "customer": {
      const { id, organizationId } = append.after;
      return { kind: append.kind, stream: append.stream, organization: append.organization, id, organizationId };
    }
    case "pool": {
      const { id, organizationId } = append.after;
      return { kind: append.kind, ...append.refs, id, organizationId };
    }
  }
}

function stamped(
  event: ProposedEvent,
  call: Call,
  place: Pick<RecordedEvent, "position" | "stream" | "version" | "organizationId">,
): RecordedEvent {
  const personal = { ...event.personal, ...call.request };
  const schemaVersion = schemaVersionOf(event.type);
  return { ...event, ...place, ...call.source, personal, schemaVersion, recordedAt: call.now, actor: call.actor };
}
