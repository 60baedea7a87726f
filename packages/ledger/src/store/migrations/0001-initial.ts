// The first format of a ledger file. A migration that was released is never edited; the next one changes what it made.

export const initial = `
create table streams (
  stream integer primary key,
  kind text not null,
  id text not null unique
) strict;

create table events (
  position integer primary key,
  stream integer not null references streams,
  version integer not null,
  type text not null,
  schema_version integer not null,
  organization integer not null,
  person_id text,
  holding_id text,
  seat_id text,
  occupancy integer,
  occurred_at integer not null,
  recorded_at integer not null,
  actor_type text not null,
  actor_id text,
  origin text not null,
  origin_id text,
  observed_at integer,
  inferred integer not null,
  not_before integer,
  not_after integer,
  cause text,
  supersedes text,
  data text not null,
  unique (stream, version)
) strict;

create index events_of_seat on events (seat_id, version) where seat_id is not null;

create trigger events_are_never_changed before update on events
begin select raise(abort, 'the log is append-only: events are never changed'); end;

create trigger events_are_never_deleted before delete on events
begin select raise(abort, 'the log is append-only: events are never deleted'); end;

create trigger events_are_never_replaced before insert on events
when exists (
  select 1 from events
  where position = new.position or (stream = new.stream and version = new.version)
)
begin select raise(abort, 'the log is append-only: events are never replaced'); end;

create table personal (
  stream integer not null,
  version integer not null,
  person_id text,
  data text not null,
  primary key (stream, version)
) strict, without rowid;

create index personal_of_person on personal (person_id) where person_id is not null;

create table organizations (
  stream integer primary key references streams,
  id text not null unique,
  name text not null,
  slug text not null unique,
  member_model integer not null,
  seats_enabled integer not null,
  created_at integer not null,
  version integer not null
) strict;

create table customers (
  stream integer primary key references streams,
  id text not null unique,
  organization integer not null,
  email text,
  email_key text,
  name text,
  external_id text,
  created_at integer not null,
  version integer not null
) strict;

create index customers_by_email on customers (organization, email_key) where email_key is not null;
create index customers_by_external_id on customers (organization, external_id) where external_id is not null;

create table members (
  id text primary key,
  customer integer not null,
  email text,
  email_key text,
  name text,
  external_id text,
  role text not null,
  created_at integer not null,
  modified_at integer
) strict, without rowid;

create index members_by_email on members (customer, email_key) where email_key is not null;
create index members_by_external_id on members (customer, external_id) where external_id is not null;

create table pools (
  stream integer primary key references streams,
  id text not null unique,
  kind text not null,
  organization integer not null,
  customer integer not null,
  checkout_id text,
  product_id text not null,
  product_name text not null,
  bought integer not null,
  status text not null,
  authority text not null,
  pending integer not null,
  claimed integer not null,
  opened_at integer not null,
  last_occurred_at integer not null,
  version integer not null
) strict;

create index pools_of_organization on pools (organization, stream);
create index pools_of_customer on pools (customer, stream);
create index pools_by_checkout on pools (checkout_id) where checkout_id is not null;

create table seats (
  pool integer not null,
  ordinal integer not null,
  id text not null unique,
  status text not null,
  occupancy integer not null,
  holding_id text not null,
  person_id text,
  customer_id text,
  member_id text,
  email text,
  metadata text not null,
  created_at integer not null,
  modified_at integer not null,
  claimed_at integer,
  revoked_at integer,
  expires_at integer,
  invitation_id text,
  invitation_key_id text,
  invitation_hash text,
  version integer not null,
  primary key (pool, ordinal)
) strict, without rowid;

create table invitations (
  hash text primary key,
  pool integer not null,
  seat_id text not null
) strict, without rowid;

create table sessions (
  hash text primary key,
  seat_id text not null,
  holding_id text not null,
  expires_at integer not null
) strict, without rowid;

create table idempotency (
  organization integer not null,
  key text not null,
  hash text not null,
  stream integer not null,
  version integer not null,
  recorded_at integer not null,
  primary key (organization, key)
) strict, without rowid;
`;
