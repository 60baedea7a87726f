// The public names of the service, for tests and for those who start it from a program.

export { readSettings, type Settings } from "./settings.ts";
export { SettingsError } from "./settings-error.ts";
export type { StartOptions } from "./start-options.ts";
export { type Service, startService } from "./start-service.ts";
export { openTokenStore, type TokenRights, type TokenStore } from "./tokens/token-store.ts";
