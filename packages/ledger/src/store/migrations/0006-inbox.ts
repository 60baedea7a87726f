// Of the sixth format: what came in from outside, as it came, and what adapters remember. Neither is part of the log.

export const inbox = `
create table observations (
  arrival integer primary key,
  origin text not null,
  origin_id text not null unique,
  organization_id text,
  type text not null,
  subject text,
  api_version text,
  source_at integer,
  observed_at integer not null,
  ordered_at integer not null,
  state text not null,
  problem text,
  people text not null,
  hash text,
  body text
) strict;

create index observations_in_order on observations (ordered_at, arrival);
create index observations_by_state on observations (state, ordered_at, arrival);
create index observations_by_subject on observations (subject, ordered_at, arrival) where subject is not null;

create table notes (
  owner text not null,
  key text not null,
  value text not null,
  primary key (owner, key)
) strict, without rowid;
`;
