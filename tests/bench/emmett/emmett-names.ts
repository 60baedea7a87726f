// What is used of emmett-sqlite: it is installed on demand, so its own types aren't there when ours are checked.

import type { Operation } from "../script.ts";

export interface Connection {
  command(sql: string, values?: readonly (string | number)[]): Promise<unknown>;
  close(): void;
}

export interface SeatChanged {
  readonly type: "SeatChanged";
  readonly data: {
    readonly operation: Operation;
    readonly pool: string;
    readonly seatId: string;
    readonly email: string;
    readonly occurredAt: number;
  };
}

export interface EventStore {
  appendToStream(
    stream: string,
    events: readonly SeatChanged[],
    options: { readonly expectedStreamVersion?: bigint },
  ): Promise<{ readonly nextExpectedStreamVersion: bigint }>;
}

type Handle = (events: readonly SeatChanged[], context: { readonly connection: Connection }) => Promise<void>;

export interface Emmett {
  sqliteConnection(options: { readonly fileName: string }): Connection;
  sqliteProjection(definition: { readonly canHandle: readonly string[]; readonly handle: Handle }): object;
  getSQLiteEventStore(options: {
    readonly fileName: string;
    readonly connectionOptions: { readonly singleton: true; readonly connection: Connection };
    readonly projections: readonly { readonly type: "inline"; readonly projection: object }[];
  }): EventStore;
}
