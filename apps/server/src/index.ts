// The public names of the service, for tests and for those who start it from a program.

export { readSettings, type Settings, SettingsError } from "./settings.ts";
export { type Service, type StartOptions, startService } from "./start-service.ts";
