// Two letters for a person, from the part of their id that tells them from others.

/** What ids begin with to say of whom they are: the same for everybody of a site. */
const KIND =
  /^(?:account|acct|auth\d*|client|contact|cust|customer|guest|id|member|person|shopper|uid|user|usr|visitor)$/i

const upTo = (characters: number, word: string): string => [...word].slice(0, characters).join('')

/** A counter or a random key rather than a word: its end differs from id to id. */
const isNumberLike = (word: string): boolean => /^\d+$/.test(word) || (word.match(/\d/g) ?? []).length >= 3

/** `ada.lovelace@shop.example` → `AL`, `user-grace` → `GR`, `user-4711` → `11`, `Amber Otter` → `AO`. */
export const initialsOf = (id: string): string => {
  const local = id.replace(/(?:\+[^@]*)?@.*$/, '')
  const words = local.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  const last = words.at(-1) ?? ''
  if (isNumberLike(last)) return last.slice(-2).toUpperCase()
  const start = words.findIndex((word) => !KIND.test(word))
  const [first = '', ...others] = words.slice(Math.max(0, start))
  const letters = others.length > 0 ? upTo(1, first) + upTo(1, last) : upTo(2, first)
  return letters.toUpperCase()
}
