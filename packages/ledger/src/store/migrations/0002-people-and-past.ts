// The second format: people can be removed and forgotten, the past of a seat can be learned late.

export const peopleAndPast = `
alter table members add column removed_at integer;
alter table customers add column removed_at integer;

create index members_of_customer on members (customer);

create table forgotten (
  person_id text primary key,
  organization integer not null
) strict, without rowid;

alter table seats add column occupancies integer not null default 0;
update seats set occupancies = occupancy;

update personal
set person_id = (select streams.id from streams where streams.stream = personal.stream)
where person_id is null and stream in (select stream from streams where kind = 'customer');

create index seats_of_person on seats (person_id) where person_id is not null;
`;
