// The directions in which imports may go, type imports included. ARCHITECTURE.md draws them.

/** A room of the ledger may import the rooms listed, and nothing else of ours. */
const room = (name, ...allowed) => ({
  name: `ledger-${name}`,
  comment: `packages/ledger/src/${name} imports only ${allowed.join(", ")} (ARCHITECTURE.md, "Rooms")`,
  severity: "error",
  from: { path: `^packages/ledger/src/${name}/`, pathNot: "\\.test\\.ts$" },
  to: {
    path: "^(packages|apps)/",
    pathNot: [...allowed, name].map((to) => `^packages/ledger/src/${to}(/|\\.ts$)`),
  },
});

/** A file of the ledger that stands beside the rooms: the same, for one file. */
const rootFile = (name, ...allowed) => ({
  name: `ledger-${name}`,
  comment: `packages/ledger/src/${name}.ts imports only ${allowed.join(", ") || "nothing"} (ARCHITECTURE.md, "Rooms")`,
  severity: "error",
  from: { path: `^packages/ledger/src/${name}\\.ts$` },
  to: { path: "^(packages|apps)/", pathNot: allowed.map((to) => `^packages/ledger/src/${to}(/|\\.ts$)`) },
});

export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      comment: "A file that nobody imports and that starts nothing is dead.",
      severity: "error",
      from: { orphan: true, pathNot: ["^tests/", "/dist/", "\\.test\\.ts$", "\\.mjs$", "\\.d\\.ts$"] },
      to: {},
    },
    {
      name: "not-to-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "domain-is-pure",
      comment: "The domain has no clock, no randomness, no database: of npm it imports xstate alone.",
      severity: "error",
      from: { path: "^packages/ledger/src/domain/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-peer", "core"], pathNot: "node_modules/xstate/" },
    },
    rootFile("errors"),
    rootFile("invariant"),
    rootFile("arguments", "arguments", "errors"),
    rootFile("known-lists", "answers", "domain", "store"),
    rootFile("query", "domain", "known-lists", "store"),
    rootFile("logger"),
    rootFile("ledger-options", "answers", "arguments", "logger", "store"),
    rootFile("write-appends", ...["commands", "domain", "projections", "store"]),
    rootFile(
      "command-transaction",
      ...["commands", "domain", "invariant", "known-lists", "store", "tokens", "write-appends"],
    ),
    rootFile("execute-command", ...["answers", "arguments", "command-transaction", "commands", "domain", "store"]),
    rootFile(
      "execute-series",
      ...["arguments", "command-transaction", "commands", "domain", "errors", "execute-command", "store"],
    ),
    room(
      "methods",
      ...["answers", "arguments", "audit", "command-transaction", "commands", "domain", "errors", "execute-command"],
      ...["execute-series", "inbox", "queries", "query", "stream", "upkeep"],
    ),
    room("domain", "errors", "invariant"),
    room("store", "domain", "errors", "invariant"),
    room("tokens", "domain", "errors", "invariant"),
    room("answers", "domain", "arguments", "invariant"),
    room("commands", "answers", "arguments", "domain", "invariant", "store", "tokens"),
    room("queries", "answers", "arguments", "domain", "invariant", "known-lists", "query", "store", "tokens"),
    room("audit", "answers", "arguments", "domain", "invariant", "query", "store"),
    room("inbox", "answers", "arguments", "domain", "query", "store"),
    room("upkeep", "arguments", "domain", "errors", "invariant", "store"),
    room("projections", "domain", "invariant", "store"),
    room(
      "testing",
      ...[
        "command-transaction",
        "commands",
        "domain",
        "errors",
        "invariant",
        "ledger",
        "ledger-options",
        "known-lists",
        "seat-ledger",
      ],
      ...["store", "tokens"],
    ),
    room("stream", "answers", "arguments", "domain", "errors", "invariant", "logger", "query", "store"),
    room("deliveries", "answers", "domain", "invariant", "store", "tokens"),
    {
      name: "public-names-only",
      comment: "Packages other than the ledger, the apps and the tests use public names only.",
      severity: "error",
      from: { path: "^(packages/(?!ledger/)[^/]+|apps/[^/]+|tests)/" },
      to: { path: "^packages/[^/]+/(src|dist)/(?!((store|testing)/)?index\\.)", pathNot: "^$1" },
    },
    {
      name: "store-is-for-engines",
      comment: "seat-ledger/store is for engines and the contract they keep; it may change with any version.",
      severity: "error",
      from: { path: "^(packages|apps|tests)/", pathNot: "^packages/(ledger|postgres)/|^tests/contract/" },
      to: { path: "^packages/ledger/(src|dist)/store/index\\." },
    },
    {
      name: "testing-is-for-tests",
      comment: "seat-ledger/testing is for whoever tests: nothing of the ledger, no package and no app stands on it.",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: "^packages/ledger/src/testing/|\\.test\\.ts$|/testing/" },
      to: { path: "^packages/ledger/(src|dist)/testing/" },
    },
    {
      name: "driver-is-loaded-late",
      comment: "better-sqlite3 is loaded when a file is opened, not when the ledger is imported.",
      severity: "error",
      from: { path: "^packages/ledger/src/", pathNot: "\\.test\\.ts$" },
      to: { path: "node_modules/better-sqlite3/", dependencyTypesNot: ["dynamic-import", "type-only"] },
    },
    {
      name: "sandbox-shares-nothing",
      comment: "A mirror compared with itself proves nothing: the sandbox knows none of our packages, nor Polar's SDK.",
      severity: "error",
      from: { path: "^apps/polar-sandbox/" },
      to: { path: "^packages/|node_modules/@polar-sh/|node_modules/seat-ledger" },
    },
    {
      name: "ledger-knows-nobody",
      severity: "error",
      from: { path: "^packages/ledger/" },
      to: { path: "^packages/(?!ledger/)|^apps/|^tests/" },
    },
    {
      name: "packages-know-no-apps",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^apps/|^tests/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
