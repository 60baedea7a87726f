// How the data of the most frequent events stand in the log: as lists, without names, without what the row says already,
// times as numbers. A list takes half of the bytes, and half of the time to read. Nothing is checked here: what is no such
// list comes out as data that no schema admits.

import { type RawBuilder, sql } from "kysely";
import type { EventData, EventType, TokenRecord } from "../domain/events.ts";
import { digestOf } from "./digest.ts";

type List = readonly unknown[];

/** How one type's data are listed; `personId` is whom the event's row names. */
interface Form<Data> {
  readonly longest: number;
  readonly listed: (data: Data, personId: string | null) => List;
  readonly told: (list: List, personId: string | null) => { readonly [Key in keyof Data]: unknown };
}

// The token comes first, and the customer third: the expressions at the end find them there.
const forms: { readonly [Type in EventType]?: Form<EventData[Type]> } = {
  SeatAssigned: {
    longest: 5,
    listed: ({ invitation, expiresAt, customerId, memberId, seatCreatedAt }, personId) => [
      ...[tokenList(invitation), time(expiresAt), customerId, memberCell(memberId, personId)],
      ...(seatCreatedAt === null ? [] : [time(seatCreatedAt)]),
    ],
    told: (list, personId) => ({
      customerId: list[2],
      memberId: member(list[3], personId),
      seatCreatedAt: list.length < 5 ? null : date(list[4]),
      expiresAt: date(list[1]),
      invitation: token(list[0]),
    }),
  },
  SeatGranted: {
    longest: 5,
    listed: ({ customerId, memberId, seatCreatedAt }, personId) => [
      ...[null, null, customerId, memberCell(memberId, personId)],
      ...(seatCreatedAt === null ? [] : [time(seatCreatedAt)]),
    ],
    told: (list, personId) => ({
      customerId: list[2],
      memberId: member(list[3], personId),
      seatCreatedAt: list.length < 5 ? null : date(list[4]),
    }),
  },
  InvitationResent: {
    longest: 2,
    listed: ({ invitation, expiresAt }) => [tokenList(invitation), time(expiresAt)],
    told: (list) => ({ expiresAt: date(list[1]), invitation: token(list[0]) }),
  },
  SeatClaimed: {
    longest: 2,
    listed: ({ session }) => (session ? [tokenList(session), time(session.expiresAt)] : []),
    told: (list) => ({ session: list.length === 0 ? null : session(list) }),
  },
  MemberRegistered: {
    longest: 2,
    listed: ({ memberId, role }, personId) => [memberCell(memberId, personId), role],
    told: (list, personId) => ({ memberId: member(list[0], personId), role: list[1] }),
  },
};

/** The data as they are written: a list where the type has a form for it. */
export function listedData<Type extends EventType>(
  type: Type,
  data: EventData[Type],
  personId: string | null,
): unknown {
  const form = forms[type];
  return form ? form.listed(data, personId) : data;
}

/** The data that a list tells, unchecked; null where the type has no lists, or none that is as long. */
export function dataOfList(type: EventType, list: List, personId: string | null): object | null {
  const form = forms[type];
  return form && list.length <= form.longest ? form.told(list, personId) : null;
}

/** Whether events of this type were written as lists since their second schema. */
export function isListed(type: EventType): boolean {
  return type in forms;
}

/** Where the member is the person, a digest of the id: a row that names somebody else since is still told from the true one. */
function memberCell(memberId: string | null, personId: string | null): string | number | null {
  return memberId !== null && memberId === personId ? digestOf(memberId) : memberId;
}

function member(cell: unknown, personId: string | null): unknown {
  if (typeof cell !== "number") return cell;
  return personId !== null && digestOf(personId) === cell ? personId : `somebody else: ${cell}`;
}

function time(at: Date | null): number | null {
  return at?.getTime() ?? null;
}

function date(cell: unknown): Date | null | undefined {
  if (cell === null) return null;
  return typeof cell === "number" ? new Date(cell) : undefined;
}

function tokenList(record: TokenRecord | null): List | null {
  return record && [record.id, record.keyId, record.hash];
}

function token(cell: unknown): object | null | undefined {
  if (cell === null) return null;
  return isTokenList(cell) ? { id: cell[0], keyId: cell[1], hash: cell[2] } : undefined;
}

function session([cell, expiresAt]: List): object | undefined {
  return isTokenList(cell) ? { id: cell[0], keyId: cell[1], hash: cell[2], expiresAt: date(expiresAt) } : undefined;
}

function isTokenList(cell: unknown): cell is List {
  return Array.isArray(cell) && cell.length === 3;
}

/** What an event's data say, as SQL: of lists and of objects alike. Null where they say nothing of it. */
export const inData = {
  customerId: (data: RawBuilder<unknown>) =>
    sql<string | null>`coalesce(${data} ->> '$.customerId', ${data} ->> '$[2]')`,
  invitationHash: (data: RawBuilder<unknown>) =>
    sql<string | null>`coalesce(${data} ->> '$.invitation.hash', ${data} ->> '$[0][2]')`,
  sessionHash: (data: RawBuilder<unknown>) =>
    sql<string | null>`coalesce(${data} ->> '$.session.hash', ${data} ->> '$[0][2]')`,
};
