// Whether a highlight is one of those that a list was asked for.
import type { Highlight } from './highlight.ts'

export type HighlightSearch = { q?: string | undefined; tag?: string | undefined }

/** Every word is somewhere in the title, in a tag, or in the address of who made it. */
export const matchesSearch = (
  { title, tags, author }: Highlight,
  { q = '', tag }: HighlightSearch,
): boolean => {
  if (tag !== undefined && !tags.includes(tag.trim().toLowerCase())) return false
  const text = [title, author.email, ...tags].join('\n').toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
