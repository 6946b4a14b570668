// Bytes as base64, in parts that a call can take.

/** A multiple of three, so that no part but the last is padded. */
const PART = 24_576

export const base64Of = (buffer: ArrayBuffer): string => {
  const bytes = new Uint8Array(buffer)
  let text = ''
  for (let at = 0; at < bytes.length; at += PART)
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + PART)))
  return text
}
