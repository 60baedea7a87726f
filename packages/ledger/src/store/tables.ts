// The tables as the queries see them: the one place with column names. The migrations create them.
// Times are milliseconds since 1970, truth values 0 and 1, JSON is text: both engines can hold these.

export interface StreamsTable {
  /** The interned number by which the other tables name a stream: half the bytes, twice the speed of its id. */
  stream: number;
  kind: string;
  id: string;
}

export interface EventsTable {
  position: number;
  stream: number;
  version: number;
  type: string;
  schema_version: number;
  /** The stream of the organization. */
  organization: number;
  person_id: string | null;
  holding_id: string | null;
  seat_id: string | null;
  occupancy: number | null;
  occurred_at: number;
  recorded_at: number;
  actor_type: string;
  actor_id: string | null;
  origin: string;
  origin_id: string | null;
  observed_at: number | null;
  inferred: number;
  not_before: number | null;
  not_after: number | null;
  cause: string | null;
  /** The version of the event of the same stream that this one supersedes, where it does. */
  supersedes: string | null;
  data: string;
  /** The number of the seat in its pool. */
  ordinal: number | null;
  /** Whether something of a person was written beside it, which may have been erased since. */
  has_personal: number;
}

/** By what events are found: a short term leads to blocks of them, some of which it is true of. */
export interface EventTermsTable {
  term: string;
  /** Of how many positions a block is, says term-queries.ts. */
  block: number;
}

/** Up to which position the terms are written; what comes after it, at most a batch, is looked through. */
export interface EventTermsMarkTable {
  one: number;
  position: number;
}

/** Personal data beside the log, bound to the event that brought it. Erasing deletes the row. */
export interface PersonalTable {
  stream: number;
  version: number;
  data: string;
}

export interface OrganizationsTable {
  stream: number;
  id: string;
  name: string;
  slug: string;
  member_model: number;
  seats_enabled: number;
  created_at: number;
  version: number;
}

export interface CustomersTable {
  stream: number;
  id: string;
  organization: number;
  email: string | null;
  email_key: string | null;
  name: string | null;
  external_id: string | null;
  created_at: number;
  removed_at: number | null;
  version: number;
}

export interface MembersTable {
  id: string;
  customer: number;
  email: string | null;
  email_key: string | null;
  name: string | null;
  external_id: string | null;
  role: string;
  created_at: number;
  modified_at: number | null;
  removed_at: number | null;
}

/** Who was forgotten: what a source shows of them later is not taken in. */
export interface ForgottenTable {
  person_id: string;
  organization: number;
}

export interface PoolsTable {
  stream: number;
  id: string;
  kind: string;
  organization: number;
  customer: number;
  checkout_id: string | null;
  product_id: string;
  product_name: string;
  bought: number;
  status: string;
  authority: string;
  pending: number;
  claimed: number;
  opened_at: number;
  last_occurred_at: number;
  version: number;
}

export interface SeatsTable {
  pool: number;
  ordinal: number;
  id: string;
  status: string;
  occupancy: number;
  occupancies: number;
  holding_id: string;
  person_id: string | null;
  customer_id: string | null;
  member_id: string | null;
  email: string | null;
  metadata: string;
  created_at: number;
  modified_at: number;
  claimed_at: number | null;
  revoked_at: number | null;
  expires_at: number | null;
  invitation_id: string | null;
  invitation_key_id: string | null;
  invitation_hash: string | null;
  version: number;
}

/**
 * Every token that was ever sent: also a dead one is recognized, for a retry with its idempotency key. What opens the seat
 * is the whole hash, in the seat.
 */
export interface InvitationsTable {
  /** The first 16 characters, which are 96 bits. */
  hash: string;
  pool: number;
  ordinal: number;
}

export interface SessionsTable {
  hash: string;
  pool: number;
  ordinal: number;
  /** The session ends with this holding. */
  occupancy: number;
  expires_at: number;
}

export interface IdempotencyTable {
  /** The organization's stream; 0 for commands about organizations. */
  organization: number;
  key: string;
  /** Of the command's name and its first argument. */
  hash: string;
  stream: number;
  version: number;
  recorded_at: number;
}

/** How far a durable subscription has come, and which process runs it. No part of the log, nor made from it. */
export interface SubscriptionsTable {
  name: string;
  /** The last position that needs no more handling, but for what is set aside. */
  checkpoint: number;
  /** Who runs it: null where it was given back. */
  holder: string | null;
  /** By the machine's clock; who has not renewed by then may be replaced. */
  lease_until: number;
  /** Grows each time that somebody takes the lease: who holds an earlier one can write nothing. */
  epoch: number;
}

/** An event that could not be handled when its turn came, and when it is tried again. */
export interface SetAsideTable {
  subscription: string;
  position: number;
  attempts: number;
  due_at: number;
}

/** A subscription that stands still at an event which could not be handled, until it is resumed. */
export interface ParkedTable {
  subscription: string;
  position: number;
  attempts: number;
  /** The error's name: its message may hold personal data. */
  error: string;
  /** By the machine's clock. */
  parked_at: number;
}

/** One input as it came. Nothing but its state changes, and what names a forgotten person is erased. */
export interface ObservationsTable {
  /** 1, 2, 3 ... in the order in which they came. */
  arrival: number;
  origin: string;
  origin_id: string;
  /** Its id, not its stream: what came may be of an organization that the ledger does not know yet. */
  organization_id: string | null;
  type: string;
  subject: string | null;
  api_version: string | null;
  source_at: number | null;
  observed_at: number;
  /** The source's time, or ours where it told none. */
  ordered_at: number;
  state: string;
  problem: string | null;
  /** The ids of those whom it names, as JSON. Looked through when somebody is forgotten. */
  people: string;
  /** Null where the body is erased, as the body is. */
  hash: string | null;
  body: string | null;
}

/** What an adapter remembers. */
export interface NotesTable {
  /** The organization to which the ledger was fenced; empty for the whole ledger. */
  owner: string;
  key: string;
  value: string;
}

export interface Tables {
  streams: StreamsTable;
  events: EventsTable;
  event_terms: EventTermsTable;
  event_terms_mark: EventTermsMarkTable;
  personal: PersonalTable;
  organizations: OrganizationsTable;
  customers: CustomersTable;
  members: MembersTable;
  forgotten: ForgottenTable;
  pools: PoolsTable;
  seats: SeatsTable;
  invitations: InvitationsTable;
  sessions: SessionsTable;
  idempotency: IdempotencyTable;
  subscriptions: SubscriptionsTable;
  set_aside: SetAsideTable;
  parked: ParkedTable;
  observations: ObservationsTable;
  notes: NotesTable;
}
