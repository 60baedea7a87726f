// Reads a request's body to its end, and no further than it may be long. What its head says of its length is not believed.

/** The bytes; null where there are more than the limit. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array | null> {
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, length);
    length += value.byteLength;
    if (length > limit) {
      // Nobody waits for the rest; that it can't be called off is no trouble of ours.
      reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(value);
  }
}
