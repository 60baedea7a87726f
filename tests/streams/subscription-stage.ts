// A file that subscriptions outlive, and a handler that keeps what it is shown.

import { type LedgerEvent, type LedgerOptions, openLedger, type SeatLedger } from "seat-ledger";
import { onTestFinished } from "vitest";
import { type Folder, newFolder } from "../storage/ledger-file.ts";
import { ledgerWithPools } from "./stage.ts";

/** Keeps the positions that it was called with. */
export function keeper() {
  const positions: number[] = [];
  const handler = ({ position }: LedgerEvent) => {
    positions.push(position);
  };
  return { positions, handler };
}

/** A file with two pools in it, and how to open it again. */
export async function aFile() {
  const folder: Folder = await newFolder();
  const opened: SeatLedger[] = [await ledgerWithPools(200, folder.file)];
  onTestFinished(async () => {
    for (const ledger of opened) await ledger.close();
    await folder[Symbol.asyncDispose]();
  });
  const open = async (options: LedgerOptions = {}) => {
    const ledger = await openLedger({ file: folder.file, durability: "normal", ...options });
    opened.push(ledger);
    return ledger;
  };
  const [ledger] = opened;
  if (!ledger) throw new RangeError("it was opened");
  return { ledger, open, file: folder.file };
}
