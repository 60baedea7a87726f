// What was found, as it is told: the first problems in the order of the log, with the names of their streams. Never an
// e-mail, a name or a token: of a column that may hold one it is said that it differs, not how.

import type { StreamKind } from "../../domain/events.ts";
import type { Reader, Reads } from "../../store/port.ts";
import { readPositions, readStreamNames } from "../../store/upkeep-queries.ts";
import type { Difference } from "./difference.ts";

/** Something in the ledger that is not as its log says, or is wrong with the log itself. */
export interface Problem {
  /** What is wrong and where, in one sentence. */
  readonly message: string;
  /** The event from which on it should be otherwise; null for what no event brought. */
  readonly position: number | null;
  /** Null where it is of no stream. */
  readonly stream: { readonly kind: StreamKind; readonly id: string } | null;
  /** The version of the stream at that event. */
  readonly version: number | null;
  /** The table in which it stands, and the column; null where it is the whole row. */
  readonly table: string;
  readonly field: string | null;
  /** In words, or as it stands there; never what may be personal. */
  readonly expected: string;
  readonly found: string;
  /**
   * Whether `rebuild` mends it, which believes the log: where a table differs from it, nobody can tell which of the two was
   * changed. What is plainly wrong with the log itself nothing mends: restore a backup.
   */
  readonly rebuildable: boolean;
}

/** A difference as far as it is told. */
type Finding = Omit<Difference, "mends"> & { readonly rebuildable: boolean };

/** What was found in one place: how many, and the first of them. */
export interface Findings {
  readonly count: number;
  readonly first: readonly Finding[];
}

const most = 100;
/** More than these are not kept waiting to be put in order. */
const mostKept = 1_000;

/** The problems that were found so far. */
export class Problems {
  readonly #store: Reader;
  #kept: Finding[] = [];
  #count = 0;

  constructor(store: Reader) {
    this.#store = store;
  }

  get count(): number {
    return this.#count;
  }

  async add(differences: readonly Difference[]): Promise<void> {
    this.#count += differences.length;
    for (const { mends, ...difference } of differences) {
      this.#kept.push({ ...difference, rebuildable: mends.length > 0 });
      if (this.#kept.length >= mostKept) this.#kept = [...(await this.#first())];
    }
  }

  /** Adds what was found elsewhere. */
  addAll({ count, first }: Findings): void {
    this.#count += count;
    this.#kept.push(...first);
  }

  /** What was found so far, for others to add. */
  async findings(): Promise<Findings> {
    return { count: this.#count, first: await this.#first() };
  }

  /** The first ones, in the order of the log; what no event brought comes last. */
  async told(): Promise<readonly Problem[]> {
    const first = await this.#first();
    return await this.#store.read(() => toldOf(first));
  }

  async #first(): Promise<readonly Finding[]> {
    const placed = await this.#store.read(() => placedOf(this.#kept));
    const last = Number.MAX_SAFE_INTEGER;
    return placed.toSorted((one, other) => (one.position ?? last) - (other.position ?? last)).slice(0, most);
  }
}

/** How an inspection goes that only tells: nothing is mended on the way. */
export function telling(store: Reader, problems: Problems) {
  return {
    settle: async (reads: () => Reads<readonly Difference[]>) => await problems.add(await store.read(reads)),
    tell: async (differences: readonly Difference[]) => await problems.add(differences),
    reindex: async () => {},
  };
}

/** With their positions, where versions lead to them. */
function* placedOf(differences: readonly Finding[]): Reads<readonly Finding[]> {
  const asked = differences.flatMap(({ stream, version, position }) =>
    stream === null || version === null || position !== undefined ? [] : [{ stream, version }],
  );
  const positionOf = yield* readPositions(asked);
  return differences.map((difference) => {
    const { stream, version } = difference;
    if (difference.position !== undefined || stream === null || version === null) return difference;
    const position = positionOf(stream, version);
    return position === null ? difference : { ...difference, position };
  });
}

function* toldOf(differences: readonly Finding[]): Reads<readonly Problem[]> {
  const names = yield* readStreamNames(differences.flatMap(({ stream }) => stream ?? []));
  return differences.map((difference) => {
    const { table, field, version, expected, found, rebuildable, position = null } = difference;
    const name = difference.stream === null ? undefined : names.get(difference.stream);
    const stream = name ? { kind: name.kind as StreamKind, id: name.id } : null;
    const place = [
      ...(stream ? [`of ${stream.kind} ${stream.id}`] : []),
      ...(version === null ? [] : [`at version ${version}`]),
      ...(position === null ? [] : [`(position ${position})`]),
    ];
    const message = `${[field === null ? table : `${table}.${field}`, ...place].join(" ")}: expected ${expected}, found ${found}.`;
    return { message, position, stream, version, table, field, expected, found, rebuildable };
  });
}
