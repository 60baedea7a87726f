// The sixth format: a term of the inverted index leads to sixteen positions at once, and the data of the most frequent events
// stand as lists (listed-data.ts). What was written before stays as it is. What that saves stands in docs/decisions/0010.

export const slimmerLog = `
drop trigger events_are_of_this_format;

create trigger events_are_of_this_format before insert on events
when new.has_personal is null or (new.seat_id is null) <> (new.ordinal is null) or (
  new.schema_version = 1
  and new.type in ('SeatAssigned', 'SeatGranted', 'InvitationResent', 'SeatClaimed', 'MemberRegistered')
)
begin select raise(abort, 'the ledger was brought to a newer format while it was open here: open it with the newer version'); end;

drop table event_terms;

create table event_terms (
  term text not null,
  block integer not null,
  primary key (term, block)
) strict, without rowid;

update event_terms_mark set position = (select coalesce(max(position), 0) / 16 * 16 from events);

insert into event_terms
select 'p' || substr(person_id, -8), (position - 1) / 16 from events
where person_id is not null and position <= (select position from event_terms_mark)
union select 'a' || substr(actor_id, -8), (position - 1) / 16 from events
where actor_id is not null and position <= (select position from event_terms_mark)
union select 't' || organization || type, (position - 1) / 16 from events
where position <= (select position from event_terms_mark)
union select 'k' || organization || actor_type, (position - 1) / 16 from events
where position <= (select position from event_terms_mark)
union select 'o' || organization, (position - 1) / 16 from events
where position <= (select position from event_terms_mark)
order by 1, 2;
`;
