// Notes what is asked of SQLite while some work is done, so that it can be asked once more with nothing around it.

import Database from "better-sqlite3";

type Way = "run" | "all" | "get";
type Statement = Database.Statement<unknown[], unknown>;

/** One statement with what was bound to it. */
export interface Asked {
  readonly way: Way;
  readonly sql: string;
  readonly isRaw: boolean;
  readonly values: readonly unknown[];
}

export interface Ready {
  readonly statement: Statement;
  readonly way: Way;
  readonly values: readonly unknown[];
}

/** Everything that is asked of any SQLite statement of this process meanwhile. */
export async function noting(work: () => Promise<unknown>): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  const raw = new WeakSet<object>();
  const kind = Object.getPrototypeOf(new Database(":memory:").prepare("select 1")) as Statement;
  const { run, all, get } = kind;
  const whole = { run, all, get, raw: kind.raw };
  const noted = (way: Way) =>
    function (this: Statement, ...values: unknown[]) {
      asked.push({ way, sql: this.source, isRaw: raw.has(this), values });
      return whole[way].apply(this, values);
    };
  Object.assign(kind, {
    run: noted("run"),
    all: noted("all"),
    get: noted("get"),
    raw(this: Statement, isOn = true) {
      raw.add(this);
      return whole.raw.call(this, isOn);
    },
  });
  try {
    await work();
  } finally {
    Object.assign(kind, whole);
  }
  return asked;
}

export function readied(database: Database.Database, asked: readonly Asked[]): readonly Ready[] {
  const prepared = new Map<string, Statement>();
  return asked.map(({ way, sql, isRaw, values }) => {
    const key = `${isRaw} ${sql}`;
    const known = prepared.get(key);
    if (known) return { statement: known, way, values };
    const made = database.prepare<unknown[], unknown>(sql);
    const statement = isRaw ? made.raw() : made;
    prepared.set(key, statement);
    return { statement, way, values };
  });
}

export function ask({ statement, way, values }: Ready): void {
  statement[way](...values);
}
