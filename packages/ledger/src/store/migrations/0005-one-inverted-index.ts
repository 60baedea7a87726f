// The fifth format: one inverted index in place of five, filled in batches; seats found by their number in the pool;
// whether an event has a personal row stands in the event; tables that open doors name seats by their numbers. What that
// saves stands in docs/decisions/0010.

export const oneInvertedIndex = `
drop trigger events_are_never_changed;
drop trigger events_are_never_replaced;

alter table events add column ordinal integer;
alter table events add column has_personal integer;

update events set
  ordinal = (select seats.ordinal from seats where seats.id = events.seat_id),
  has_personal = exists (
    select 1 from personal where personal.stream = events.stream and personal.version = events.version
  );

drop index events_of_seat;
drop index events_of_type;
drop index events_of_actor_type;
drop index events_of_actor;
drop index events_of_person;
drop index events_of_organization;
create index events_of_seat on events (stream, ordinal, version);

create trigger events_are_never_changed before update on events
begin select raise(abort, 'the log is append-only: events are never changed'); end;

create trigger events_are_never_replaced before insert on events
when new.position <= (select max(position) from events)
  or new.version <= (select max(version) from events where stream = new.stream)
begin select raise(abort, 'the log is append-only: events are never replaced'); end;

create trigger events_are_of_this_format before insert on events
when new.has_personal is null or (new.seat_id is null) <> (new.ordinal is null)
begin select raise(abort, 'the ledger was brought to a newer format while it was open here: open it with the newer version'); end;

create table event_terms (
  term text not null,
  position integer not null,
  primary key (term, position)
) strict, without rowid;

create table event_terms_mark (
  one integer primary key check (one = 1),
  position integer not null
) strict;

insert into event_terms
select 'p' || substr(person_id, -8), position from events where person_id is not null
union all select 'a' || substr(actor_id, -8), position from events where actor_id is not null
union all select 't' || organization || type, position from events
union all select 'k' || organization || actor_type, position from events
union all select 'o' || organization, position from events
order by 1, 2;
insert into event_terms_mark select 1, coalesce(max(position), 0) from events;

drop index personal_of_person;
alter table personal drop column person_id;

drop index seats_of_person;

create table invitations_by_seat (
  hash text primary key,
  pool integer not null,
  ordinal integer not null
) strict, without rowid;
insert into invitations_by_seat
select substr(invitations.hash, 1, 16), seats.pool, seats.ordinal
from invitations join seats on seats.id = invitations.seat_id;
drop table invitations;
alter table invitations_by_seat rename to invitations;

create table sessions_by_seat (
  hash text primary key,
  pool integer not null,
  ordinal integer not null,
  occupancy integer not null,
  expires_at integer not null
) strict, without rowid;
insert into sessions_by_seat
select sessions.hash, seats.pool, seats.ordinal, claims.occupancy, sessions.expires_at
from sessions
join seats on seats.id = sessions.seat_id
join events as claims on claims.stream = seats.pool and claims.ordinal = seats.ordinal
  and claims.holding_id = sessions.holding_id and claims.type = 'SeatClaimed';
drop table sessions;
alter table sessions_by_seat rename to sessions;
`;
