// What an e-mail address is, as Polar judges it (Python's email-validator): a local part as mail servers take it unquoted,
// and the name of a domain, both perhaps beyond ASCII. No look-up is made, and reserved names (.test) are names.

import { domainToASCII, domainToUnicode } from "node:url";

const maxCharacters = 254;
/** With the white space around it: nothing that is longer is looked at. */
const maxGiven = 2_048;

const invisible = /[\p{C}\p{Z}]/u;
const local = /^[\w!#$%&'*+/=?^`{|}~\-\u0080-\u{10ffff}]+(?:\.[\w!#$%&'*+/=?^`{|}~\-\u0080-\u{10ffff}]+)*$/u;
const domain = /^[A-Za-z0-9.\-\u0080-\u{10ffff}]+$/u;
const label = /^(?!(?!xn)..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const maxDomain = 253;

/** The address in its canonical form (one spelling of a domain stands for all), or null where it is none. */
export function emailAddress(given: string): string | null {
  if (given.length > maxGiven) return null;
  const text = given.trim().normalize("NFC");
  const at = text.lastIndexOf("@");
  const [name, host] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  if (invisible.test(text) || !local.test(name) || !domain.test(host)) return null;
  const ascii = domainToASCII(host);
  if (!isDomainName(ascii)) return null;
  const address = `${name}@${domainToUnicode(ascii)}`;
  return address.length > maxCharacters ? null : address;
}

function isDomainName(ascii: string): boolean {
  const labels = ascii.split(".");
  return (
    ascii.length <= maxDomain && labels.length > 1 && labels.every((one) => label.test(one)) && /[a-z]$/.test(ascii)
  );
}
