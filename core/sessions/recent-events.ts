// The newest events of a session that may come again: one that is among them is counted already.
import { SESSION_MAX_RECENT } from '../limits.ts'

/** Characters that stand for an id: of 512 ids and a new one, two look alike once in four thousand million events. */
const CHARS = 8

/** `recent` is a row of short texts, the oldest first. */
export const isRecent = (recent: string, eventId: string): boolean => {
  const wanted = shortOf(eventId)
  for (let at = recent.indexOf(wanted); at >= 0; at = recent.indexOf(wanted, at + 1)) {
    if (at % CHARS === 0) return true
  }
  return false
}

export const remember = (recent: string, eventIds: string[]): string =>
  (recent + eventIds.map(shortOf).join('')).slice(-SESSION_MAX_RECENT * CHARS)

/** Every digit counts: the ends of some ids are those of their machine. 41 bits of a good mixer (cyrb53). */
const shortOf = (eventId: string): string => {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (const char of eventId.toLowerCase()) {
    const code = char.charCodeAt(0)
    a = Math.imul(a ^ code, 2_654_435_761)
    b = Math.imul(b ^ code, 1_597_334_677)
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909)
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909)
  const mixed = 4_294_967_296 * (b & 0x1ff) + (a >>> 0)
  return mixed.toString(36).padStart(CHARS, '0')
}
