// Where the invitations of a test arrive, and a ledger file with one pool that they are sent from.

import type { InvitationToDeliver, LedgerOptions, Logger, SeatLedger } from "seat-ledger";
import { openLedger } from "seat-ledger";
import { expect, vi } from "vitest";
import { newFolder, openWithPool } from "../storage/ledger-file.ts";

export interface Postbox {
  readonly mails: readonly InvitationToDeliver[];
  /** To whom the mails went, in order. */
  addressees(): readonly (string | null)[];
  readonly deliver: (invitation: InvitationToDeliver) => Promise<void>;
  /** Waits until mails went to these, in this order, and to nobody else. */
  receives(...emails: readonly string[]): Promise<void>;
}

/** `first` happens before a mail arrives; where it rejects, the mail is lost. */
export function postbox(first: (invitation: InvitationToDeliver) => unknown = () => undefined): Postbox {
  const mails: InvitationToDeliver[] = [];
  const addressees = () => mails.map(({ seat }) => seat.email);
  return {
    mails,
    addressees,
    async deliver(invitation) {
      await first(invitation);
      mails.push(invitation);
    },
    async receives(...emails) {
      await eventually(() => expect(addressees()).toEqual(emails));
    },
  };
}

/** For what takes its time: another process, a lease, a pause before the next try. */
export async function eventually(assertion: () => unknown): Promise<void> {
  await vi.waitFor(assertion, { timeout: 25_000, interval: 20 });
}

export interface Mailroom extends AsyncDisposable {
  readonly file: string;
  open(options?: Omit<LedgerOptions, "file">): Promise<SeatLedger>;
}

/** A file with one pool of three seats, and whatever opens it. */
export async function mailroom(): Promise<Mailroom> {
  const folder = await newFolder();
  const opened: SeatLedger[] = [await openWithPool(folder.file)];
  return {
    file: folder.file,
    async open(options) {
      const ledger = await openLedger({ file: folder.file, durability: "normal", ...options });
      opened.push(ledger);
      return ledger;
    },
    async [Symbol.asyncDispose]() {
      for (const ledger of opened) await ledger.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

export interface Told {
  readonly level: keyof Logger;
  readonly facts: { readonly [fact: string]: unknown };
  readonly message: string;
}

/** A logger that keeps what it is told. */
export function notebook(): { readonly told: readonly Told[]; readonly logger: Logger } {
  const told: Told[] = [];
  const take = (level: keyof Logger) => (facts: object, message: string) => {
    told.push({ level, facts: { ...facts }, message });
  };
  return { told, logger: { debug: take("debug"), info: take("info"), warn: take("warn"), error: take("error") } };
}
