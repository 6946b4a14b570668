// What a visitor proves itself with: a secret that only this browser has. The visitor's id is the beginning of its hash.
// `crypto.subtle` hashes later than an id is needed, and on pages without HTTPS not at all; hence a hash of our own.
import type { FillRandom } from './uuid.ts'

const secure: FillRandom = (bytes) => crypto.getRandomValues(bytes)

/** The first 32 bits of the fractional parts of roots of primes, which SHA-256 is made of. */
const constants = () => {
  const roots: number[] = []
  const starts: number[] = []
  const part = (root: number) => ((root - Math.floor(root)) * 2 ** 32) | 0
  for (let n = 2; roots.length < 64; n++) {
    let divisor = 2
    while (n % divisor) divisor++
    if (divisor < n) continue
    roots.push(part(Math.cbrt(n)))
    starts.push(part(Math.sqrt(n)))
  }
  return { roots, starts }
}

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by))

/** SHA-256 of a text of at most 55 plain characters: one block. The first 16 bytes. */
export const beginningOfHash = (text: string) => {
  const { roots, starts } = constants()
  const block = new Uint8Array(64)
  for (let at = 0; at < text.length; at++) block[at] = text.charCodeAt(at)
  block[text.length] = 0x80
  const view = new DataView(block.buffer)
  view.setUint32(60, text.length * 8)
  const words: number[] = []
  let state = starts.slice(0, 8)
  for (let at = 0; at < 64; at++) {
    const word = (back: number) => words[at - back] ?? 0
    const mixed = (of: number, a: number, b: number, c: number) => turn(of, a) ^ turn(of, b) ^ (of >>> c)
    words[at] =
      at < 16
        ? view.getInt32(at * 4)
        : (mixed(word(15), 7, 18, 3) + mixed(word(2), 17, 19, 10) + word(16) + word(7)) | 0
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
    const first =
      h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (roots[at] ?? 0) + word(0)
    const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
    state = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g]
  }
  const bytes = new Uint8Array(16)
  const out = new DataView(bytes.buffer)
  for (let at = 0; at < 4; at++) out.setInt32(at * 4, (state[at] ?? 0) + (starts[at] ?? 0))
  return bytes
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** A UUID of version 8: one that says itself what it is made of. */
const asUuid = (bytes: Uint8Array) => {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** A new visitor: what it keeps to itself, and what everybody may know of it. */
export const mintVisitor = (fill: FillRandom = secure) => {
  const secret = hex(fill(new Uint8Array(16)))
  return { secret, id: asUuid(beginningOfHash(secret)) }
}
