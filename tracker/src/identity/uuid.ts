// UUIDs from the browser's secure random source; `crypto.randomUUID` is missing on pages without HTTPS.

export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array

export const secure: FillRandom = (bytes) => crypto.getRandomValues(bytes)

const make = (fill: FillRandom, now?: number) => {
  const bytes = Array.from(fill(new Uint8Array(16)))
  // The first 48 bits are the milliseconds since 1970.
  const time = (at: number) => Math.floor(Number(now) / 256 ** (5 - at)) % 256
  const version = now === undefined ? 64 : 112
  return bytes
    .map((byte, at) =>
      now !== undefined && at < 6
        ? time(at)
        : at === 6
          ? (byte & 15) | version
          : at === 8
            ? (byte & 63) | 128
            : byte,
    )
    .map((byte) => (byte + 256).toString(16).slice(1))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

export const uuidV4 = (fill = secure) => make(fill)

/** Sorts by time. */
export const uuidV7 = (now: number, fill = secure) => make(fill, now)

export const timeOfUuidV7 = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16)

export const isUuid = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
