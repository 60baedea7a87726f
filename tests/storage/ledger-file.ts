// A folder for one test, and a ledger file in it with one pool and its people.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { openLedger, type SeatLedger } from "seat-ledger";

export const organizationId = "5b1f0c1e-0000-4000-8000-000000000001";
export const customerId = "c0570000-0000-4000-8000-000000000001";
export const pool = { subscriptionId: "900d0000-0000-4000-8000-000000000001" };

export interface Folder extends AsyncDisposable {
  /** Where the ledger's file stands, or will. */
  readonly file: string;
  readonly path: (name: string) => string;
}

export async function newFolder(): Promise<Folder> {
  const folder = await mkdtemp(join(tmpdir(), "seat-ledger-"));
  const path = (name: string) => join(folder, name);
  return { file: path("seats.db"), path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

export async function openWithPool(file: string): Promise<SeatLedger> {
  const ledger = await openLedger({ file, durability: "normal" });
  await ledger.registerOrganization({ id: organizationId, name: "Acme", slug: "acme" });
  await ledger.registerCustomer({ id: customerId, organizationId, email: "buyer@acme.example", name: "Bea Buyer" });
  await ledger.openPool({ ...pool, organizationId, customerId, product: { id: "team", name: "Team" }, seats: 3 });
  return ledger;
}

/** The file as any program sees it that knows SQLite and nothing of ledgers. */
export function openPlainly(file: string): Sqlite.Database & Disposable {
  const database = new Sqlite(file);
  return Object.assign(database, { [Symbol.dispose]: () => void database.close() });
}
