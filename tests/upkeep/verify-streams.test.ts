// verify finds a stream or a personal row that does not belong to its events.

import { findsEach } from "./verify-finds.ts";

const firstOpening = "select min(position) from events where type = 'PoolOpened'";
const lastOrganization = "select max(position) from events where type = 'OrganizationRegistered'";
const firstCustomer = "select min(position) from events where type = 'CustomerRegistered'";

findsEach([
  [
    "a stream without a name",
    "delete from streams where kind = 'pool' and stream = (select min(stream) from pools)",
    "streams",
    null,
    firstOpening,
  ],
  [
    "a stream of another kind",
    "update streams set kind = 'customer' where stream = (select min(stream) from pools)",
    "streams",
    "kind",
    firstOpening,
  ],
  [
    "a stream whose name is no id",
    "update streams set id = 'x' where stream = (select min(stream) from customers)",
    "streams",
    "id",
    firstCustomer,
  ],
  [
    "a version long before the first one",
    `update events set version = -9007199254740991 where position = (${lastOrganization})`,
    "events",
    "version",
    lastOrganization,
  ],
  ["a name without a stream", "insert into streams values (500, 'pool', '500')", "streams", null, null],
  [
    "a personal row that is gone",
    "delete from personal where stream = (select min(stream) from customers) and version = 1",
    "personal",
    null,
    firstCustomer,
  ],
  [
    "a personal row that no event brought",
    "insert into personal values ((select min(stream) from pools), 900, '{}')",
    "personal",
    null,
    null,
  ],
  [
    "a personal row that is unreadable",
    "update personal set data = '[]' where stream = (select min(stream) from customers) and version = 1",
    "personal",
    null,
    firstCustomer,
  ],
]);
