// Secrets that a page holds, each a word of its own, and the places where they are planted.

export type Secret = {
  place: string
  /** The word that must never be found. */
  word: string
  /** Whether a tracker that masks nothing would send it. What nobody ever reads is planted all the same. */
  read: boolean
}

const letters = (n: number) => String.fromCharCode(97 + Math.floor(n / 26), 97 + (n % 26))

/** A number that passes the check of cards, another for each n. */
const cardNumber = (n: number) => {
  const head = `41117${String(n).padStart(4, '0')}932845`
  const sum = [...head].reverse().reduce((total, char, at) => {
    const doubled = Number(char) * (at % 2 ? 1 : 2)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return `${head}${(10 - (sum % 10)) % 10}`
}

export const openPlanter = () => {
  const secrets: Secret[] = []
  const keep = (place: string, word: string, read: boolean) => {
    secrets.push({ place, word, read })
    return word
  }
  const fresh = () => `qzx${letters(secrets.length)}vexilk`
  return {
    secrets,
    /** A word that only its place gives away. */
    word: (place: string, read = true) => keep(place, fresh(), read),
    /** Secrets that are known by their shape, wherever they stand. */
    email: (place: string, read = true) => `${keep(place, fresh(), read)}@ferns.example`,
    card: (place: string, read = true) =>
      keep(place, cardNumber(secrets.length), read).replace(/(.{4})(?=.)/g, '$1 '),
    jwt: (place: string, read = true) => `eyJhbGciOiJIUzI1NiJ9.${keep(place, fresh(), read)}.c2lnbmF0dXJl`,
    /** Known by the name of its parameter. */
    query: (place: string, read = true) => `token=${keep(place, fresh(), read)}`,
  }
}
