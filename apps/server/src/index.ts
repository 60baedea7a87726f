// The public names of the service, for tests and for those who start it from a program.

export { readSettings, type Settings, SettingsError } from "./settings.ts";
export type { StartOptions } from "./start-options.ts";
export { type Service, startService } from "./start-service.ts";
