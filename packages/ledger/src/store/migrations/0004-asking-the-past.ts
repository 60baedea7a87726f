// The fourth format: indexes for questions about the past. An index holds the position by itself, so that what it finds
// comes in the order of the log. Of two that serve as well SQLite takes the one that was made first. What each costs stands
// in docs/decisions/0009.

export const askingThePast = `
create index events_of_type on events (organization, type);
create index events_of_actor_type on events (organization, actor_type);
create index events_of_actor on events (actor_id) where actor_id is not null;
create index events_of_person on events (person_id) where person_id is not null;
create index events_of_organization on events (organization);
create index events_about_no_seat on events (stream, person_id) where seat_id is null;
create index personal_by_email on personal (lower(data ->> 'email')) where data ->> 'email' is not null;
create index personal_beyond_ascii on personal (stream, version)
where length(data ->> 'email') <> length(cast(data ->> 'email' as blob));
`;
