// A short digest of text: to tell whether two texts differ, never to keep anything secret.

const start = 0x811c9dc5;
const prime = 0x01000193;

/** FNV-1a, 32 bits with a sign; `before` is the digest of what stands before the text. */
export function digestOf(text: string, before: number = start): number {
  let bits = before;
  for (let index = 0; index < text.length; index += 1) bits = Math.imul(bits ^ text.charCodeAt(index), prime);
  return bits;
}

/** The same of a number, in each of its bits. */
export function digestOfNumber(value: number, before = 0): number {
  const low = Math.imul(before ^ value, factor);
  return Math.imul(low ^ Math.floor(value / 2 ** 32), factor);
}

/** 32 bits without a sign, so scattered that the sum of two is another one when they exchange what they were made from. */
export function scattered(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), factor);
  const twice = Math.imul(once ^ (once >>> 13), otherFactor);
  return (twice ^ (twice >>> 16)) >>> 0;
}

// The two of MurmurHash3's last step.
const factor = 0x85ebca6b;
const otherFactor = 0xc2b2ae35;
