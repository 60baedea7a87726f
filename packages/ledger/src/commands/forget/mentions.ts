// Whether a text as it came from outside names one of these e-mails, however it is written: in any case, escaped as JSON or
// in a link. An e-mail that is part of a longer one is not meant. It knows texts, no tables.

import { domainToASCII, domainToUnicode } from "node:url";
import { emailKey } from "../../domain/ids.ts";

/** Ends with what would go on with a name; the other characters that names may have stand around them more often. */
const goesOn = /[\p{L}\p{M}\p{N}._+-]$/u;
const host = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*/u;
/** No domain is longer, in whichever way it is spelled. */
const longestHost = 300;

/** Whether a text names one of these. One pass over the text, however many they are. */
export function mentioning(emails: Iterable<string>): (body: string) => boolean {
  const namesByHost = new Map<string, Set<string>>();
  /** What no mail server takes, but some source once showed: looked for as a text of its own. */
  const oddities = new Set<string>();
  for (const email of emails) {
    const key = canonical(email);
    const at = key.lastIndexOf("@");
    const domain = key.slice(at + 1);
    if (at < 1 || host.exec(domain)?.[0] !== domain) oddities.add(`"${key}"`);
    else for (const one of spellings(domain)) namesOf(namesByHost, one).add(key.slice(0, at));
  }

  function names(text: string): boolean {
    for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
      const [domain = ""] = host.exec(text.slice(at + 1, at + 1 + longestHost)) ?? [];
      for (const name of namesByHost.get(domain) ?? []) if (standsBefore(text, at, name)) return true;
    }
    return oddities.values().some((quoted) => text.includes(quoted));
  }

  return (body) => readings(body).some((text) => names(canonical(text)));
}

function canonical(text: string): string {
  return emailKey(text.normalize("NFC"));
}

/** A domain beyond ASCII is written in two ways. */
function spellings(domain: string): ReadonlySet<string> {
  return new Set([domain, domainToASCII(domain), domainToUnicode(domain)]);
}

function namesOf(byHost: Map<string, Set<string>>, domain: string): Set<string> {
  const names = byHost.get(domain) ?? new Set<string>();
  byHost.set(domain, names);
  return names;
}

function standsBefore(text: string, at: number, name: string): boolean {
  const from = at - name.length;
  return from >= 0 && text.startsWith(name, from) && !goesOn.test(text.slice(Math.max(0, from - 2), from));
}

/** The text as it stands, and as what its escapes stand for. */
function readings(body: string): readonly string[] {
  const texts = body.includes("\\") ? [body, unescaped(body)] : [body];
  return texts.flatMap((text) => (text.includes("%") ? [text, withoutPercents(text)] : [text]));
}

/** Of several backslashes, as in JSON inside of JSON, the last one counts. */
function unescaped(body: string): string {
  return body
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => characterOf(code))
    .replace(/\\[bfnrt]/g, " ")
    .replaceAll("\\", "");
}

function withoutPercents(text: string): string {
  return text.replace(/%([0-7][0-9a-f])/gi, (_, code: string) => characterOf(code));
}

function characterOf(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}
