// A short digest of text: to tell whether two texts differ, never to keep anything secret.

const start = 0x811c9dc5;
const prime = 0x01000193;

/** FNV-1a, 32 bits with a sign; `before` is the digest of what stands before the text. */
export function digestOf(text: string, before: number = start): number {
  let bits = before;
  for (let index = 0; index < text.length; index += 1) bits = Math.imul(bits ^ text.charCodeAt(index), prime);
  return bits;
}
