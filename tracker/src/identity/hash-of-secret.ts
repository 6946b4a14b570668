// The beginning of the SHA-256 of a visitor's secret. At once and everywhere: the browser's own is neither asked for
// the result when a page starts, nor there on pages without HTTPS.

const turn = (word: number, bits: number) => (word >>> bits) | (word << (32 - bits))

/** The fractions of roots of the first 64 primes. */
const constants = (root: number) => {
  const words: number[] = []
  for (let n = 2; words.length < 64; n++) {
    let divisor = 2
    while (n % divisor) divisor++
    if (divisor === n) words.push((n ** (1 / root) * 2 ** 32) | 0)
  }
  return words
}

/** Of 32 hexadecimal digits, which with their length fill one block; 32 digits of the hash. */
export const hashOfSecret = (secret: string): string => {
  const begin = constants(2)
  let state = begin.slice(0, 8)
  const words: number[] = []
  const at = (place: number) => words[place] as number
  for (let i = 0; i < 32; i++) words[i >> 2] = (at(i >> 2) << 8) | secret.charCodeAt(i)
  words.push(1 << 31, 0, 0, 0, 0, 0, 0, 256)
  constants(3).forEach((constant, i) => {
    const [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number]
    const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constant + at(i)
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
    state = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g]
    const near = at(i + 1)
    const last = at(i + 14)
    words.push(
      (at(i) +
        at(i + 9) +
        (turn(near, 7) ^ turn(near, 18) ^ (near >>> 3)) +
        (turn(last, 17) ^ turn(last, 19) ^ (last >>> 10))) |
        0,
    )
  })
  return state
    .slice(0, 4)
    .map((word, i) => (((word + (begin[i] as number)) >>> 0) + 2 ** 32).toString(16).slice(1))
    .join('')
}
