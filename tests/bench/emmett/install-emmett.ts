// Brings emmett into the cache on demand: it is no dependency of ours, for its peers don't fit each other and its driver
// may have to be compiled. Where that fails the bench goes on without it.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** emmett-sqlite wants a core 0.42.4 that was never published, and brings no peers. */
const packages = {
  "@event-driven-io/emmett": "0.42.0",
  "@event-driven-io/emmett-sqlite": "0.42.4",
  sqlite3: "5.1.7",
  uuid: "10.0.0",
  "async-retry": "1.3.3",
  commander: "12.1.0",
};

/** Its folder, or null where it can't be installed. */
export function installEmmett(cache: string): string | null {
  const folder = join(cache, `emmett-${packages["@event-driven-io/emmett-sqlite"]}`);
  if (existsSync(folder)) return folder;
  const building = `${folder}.${process.pid}`;
  process.stderr.write("installing emmett-sqlite, which takes a minute where its driver is compiled\n");
  try {
    mkdirSync(building, { recursive: true });
    writeFileSync(
      join(building, "package.json"),
      JSON.stringify({ private: true, type: "module", dependencies: packages }),
    );
    // A shell, for npm is a script with another name on some systems.
    execFileSync("npm install --legacy-peer-deps --no-audit --no-fund", {
      ...{ cwd: building, shell: true, stdio: ["ignore", "ignore", "pipe"] },
      env: { ...process.env, ...headers() },
    });
    renameSync(building, folder);
    return folder;
  } catch (error) {
    process.stderr.write(`emmett-sqlite is left out: ${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** Headers that are on the machine, so that none are fetched; the driver's interface is the same in all of Node's versions. */
function headers(): { readonly [name: string]: string } {
  const places = [dirname(dirname(process.execPath)), "/usr", "/usr/local"];
  const found = places.find((place) => existsSync(join(place, "include/node/node_api.h")));
  return found ? { npm_config_nodedir: found } : {};
}
