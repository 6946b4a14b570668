// A UUID that stands for some words: the first 122 bits of their SHA-256, as a UUID of version 8, which says just that.
import { createHash } from 'node:crypto'

export const uuidOf = (...words: string[]): string => {
  const hex = createHash('sha256').update(JSON.stringify(words)).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
