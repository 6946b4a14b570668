// What a project may be called.

export const NAME_MAX_CHARS = 80

/** What is wrong with a name, in words; null when nothing is. */
export const nameComplaint = (typed: string): string | null => {
  const { length } = typed.trim()
  if (length === 0) return 'Give the project a name.'
  if (length > NAME_MAX_CHARS) return `At most ${NAME_MAX_CHARS} characters, and this has ${length}.`
  return null
}
