// What whoever starts the service can mend, told in a sentence.

/** A setting that cannot be used: the message says which and what to do. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}
