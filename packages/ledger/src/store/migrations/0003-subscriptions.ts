// The third format: durable subscriptions, how far each has come, who runs it, and what it has set aside.

export const subscriptions = `
create table subscriptions (
  name text primary key,
  checkpoint integer not null,
  holder text,
  lease_until integer not null,
  epoch integer not null
) strict, without rowid;

create table set_aside (
  subscription text not null references subscriptions,
  position integer not null,
  attempts integer not null,
  due_at integer not null,
  primary key (subscription, position)
) strict, without rowid;

create index set_aside_by_due on set_aside (subscription, due_at);
`;
