// Texts of a recording inside a script: as a literal that ends where it should, or as a comment of one line.

const ESCAPES: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const isPlain = (code: number): boolean =>
  code >= 0x20 &&
  !(code >= 0x7f && code <= 0x9f) &&
  code !== 0x2028 &&
  code !== 0x2029 &&
  // Half a character, as where a text was cut; and marks that turn the direction of what follows.
  !(code >= 0xd800 && code <= 0xdfff) &&
  !(code >= 0x202a && code <= 0x202e) &&
  !(code >= 0x2066 && code <= 0x2069)

const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`

export const quoteForScript = (text: string): string => {
  const inner = [...text].map((char) => {
    const code = char.codePointAt(0) ?? 0
    return ESCAPES[char] ?? (isPlain(code) ? char : unit(code))
  })
  return `'${inner.join('')}'`
}

const COMMENT_MAX_CHARS = 160

export const asComment = (text: string): string => {
  const line = [...text].map((char) => (isPlain(char.codePointAt(0) ?? 0) ? char : ' ')).join('')
  const short = line.replaceAll(/ +/g, ' ').trim()
  return `// ${short.length > COMMENT_MAX_CHARS ? `${short.slice(0, COMMENT_MAX_CHARS)}…` : short}`
}
