// A file that comes in parts of a few megabytes, put together again.

/** `read` is given the bytes that are there already; a part without any ends it, lest it be asked for for ever. */
export const readInParts = async (
  bytes: number,
  read: (from: number) => Promise<ArrayBuffer>,
): Promise<ArrayBuffer> => {
  const first = await read(0)
  if (first.byteLength >= bytes || first.byteLength === 0) return first
  const whole = new Uint8Array(bytes)
  whole.set(new Uint8Array(first))
  let filled = first.byteLength
  while (filled < bytes) {
    const part = new Uint8Array(await read(filled))
    if (part.byteLength === 0) break
    whole.set(part.subarray(0, bytes - filled), filled)
    filled += part.byteLength
  }
  return filled >= bytes ? whole.buffer : whole.slice(0, filled).buffer
}
