// Looks for words in what was sent: as it is, decoded, and put together again where it was split.
const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')

const unescaped = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  }
}

/** Every run that could be base64, read as text. */
const base64s = (text: string) =>
  (text.match(/[A-Za-z0-9+/_-]{16,}/g) ?? []).map((run) => Buffer.from(run, 'base64').toString('latin1'))

/** Texts of the nodes, in their order: what is split over nodes stands together here. */
const texts = (value: unknown, found: string[] = []): string[] => {
  if (Array.isArray(value)) for (const inner of value) texts(inner, found)
  else if (value && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && /^(?:textContent|value|text)$/.test(key)) found.push(inner)
      else texts(inner, found)
    }
  return found
}

const nodeTexts = (text: string) => {
  try {
    return texts(JSON.parse(text)).join('')
  } catch {
    return ''
  }
}

export const readableOf = (text: string): string => {
  const decoded = unescaped(text)
  const whole = [text, decoded, unescaped(decoded), ...base64s(text), ...base64s(decoded)].join('\n')
  // Without what may stand within a word: blanks, quotes, the borders of nodes.
  return [whole.toLowerCase(), bare(nodeTexts(text)), bare(text)].join('\n')
}

export const wordsIn = (sent: string[], words: string[]): string[] => {
  const readable = sent.map(readableOf).join('\n')
  const backwards = [...words].filter((word) => readable.includes([...word].reverse().join('')))
  return [...words.filter((word) => readable.includes(word.toLowerCase())), ...backwards]
}
