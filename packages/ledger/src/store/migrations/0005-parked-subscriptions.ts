// Of the fifth format too: durable subscriptions that came to an event which their handler could not handle, and wait to be resumed.

export const parkedSubscriptions = `
create table parked (
  subscription text primary key references subscriptions,
  position integer not null,
  attempts integer not null,
  error text not null,
  parked_at integer not null
) strict, without rowid;
`;
