// The connection in use. After an I/O error nobody knows what it has cached: it is let go, and the next work opens the
// file anew. A ledger in memory has nothing to be opened again.

import { errors } from "../../errors.ts";
import type { Connection } from "./connection.ts";

export interface Handle {
  /** The connection; opened anew where the last one was let go, which may throw what opening throws. */
  current(): Connection;
  /** Lets the connection go. What is committed stays; what was in doubt is decided by the file. */
  discard(): void;
  /** Changes when another connection has committed, and with each connection. */
  changeMark(): string;
  /** After this every call is `LedgerClosed`. */
  close(): void;
}

export function createHandle(open: () => Connection, options: { readonly lasting: boolean }): Handle {
  let connection: Connection | null = open();
  let generation = 0;
  let closed = false;

  function current(): Connection {
    if (closed) throw new errors.LedgerClosed({});
    // A transaction that could not even be undone: closing undoes it.
    if (connection?.isInTransaction) discard();
    connection ??= open();
    return connection;
  }

  function discard(): void {
    if (!options.lasting) return;
    generation += 1;
    letGo();
  }

  function letGo(): void {
    const last = connection;
    connection = null;
    last?.close();
  }

  return {
    current,
    discard,
    changeMark() {
      return `${generation}/${current().dataVersion}`;
    },
    close() {
      closed = true;
      letGo();
    },
  };
}
