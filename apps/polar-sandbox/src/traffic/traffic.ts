// Counts what is asked over HTTP: in all, by minute, by route and by answer. It looks at no body and no query.

const keptEntries = 10_000;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** One request. */
export type SandboxRequest = {
  readonly at: Date;
  /** Method and path, with `{id}` for each id: `GET /v1/subscriptions/{id}`. */
  readonly route: string;
  /** Null where the connection broke. */
  readonly status: number | null;
};

/** What was asked over HTTP, `/_sandbox` not counted. */
export type SandboxTraffic = {
  readonly requests: number;
  /** Answers by status; `dropped` where there was none. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Requests by the minute of the sandbox's clock: `2026-11-02T10:00Z`. */
  readonly byMinute: Readonly<Record<string, number>>;
  /** Requests by method and path, with `{id}` for each id. */
  readonly byRoute: Readonly<Record<string, number>>;
  /** The last 10,000 requests, in the order of their answers. */
  readonly log: readonly SandboxRequest[];
};

export type TrafficCounter = {
  readonly count: (request: Request, status: number | null) => void;
  readonly answered: () => number;
  readonly shown: () => SandboxTraffic;
  readonly forget: () => void;
};

export function createTrafficCounter(now: () => Date): TrafficCounter {
  const counts = {
    status: new Map<string, number>(),
    minute: new Map<string, number>(),
    route: new Map<string, number>(),
  };
  const log: SandboxRequest[] = [];
  let answered = 0;
  const add = (kind: keyof typeof counts, key: string) => counts[kind].set(key, (counts[kind].get(key) ?? 0) + 1);
  return {
    count: (request, status) => {
      const at = now();
      const route = routeOf(request);
      if (status !== null) answered += 1;
      add("status", String(status ?? "dropped"));
      add("minute", `${at.toISOString().slice(0, 16)}Z`);
      add("route", route);
      log.push({ at, route, status });
      if (log.length > keptEntries) log.shift();
    },
    answered: () => answered,
    shown: () => ({
      requests: [...counts.status.values()].reduce((sum, one) => sum + one, 0),
      byStatus: Object.fromEntries(counts.status),
      byMinute: Object.fromEntries(counts.minute),
      byRoute: Object.fromEntries(counts.route),
      log: [...log],
    }),
    forget: () => {
      for (const each of Object.values(counts)) each.clear();
      log.length = 0;
    },
  };
}

/** No token and no id stays in it. */
function routeOf({ method, url }: Request): string {
  const path = new URL(url).pathname.replace(/\/$/, "").replaceAll(uuid, "{id}");
  return `${method} ${path.replace(/(\/customer-seats\/claim\/).+/, "$1{token}").replace(/(\/external\/)[^/]+/, "$1{id}")}`;
}
