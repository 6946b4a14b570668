// What a project or an organisation may be called.

export const NAME_MAX_CHARS = 80

/** What is wrong with a name, in words; null when nothing is. */
export const nameComplaint = (typed: string, what = 'project'): string | null => {
  const { length } = typed.trim()
  if (length === 0) return `Give the ${what} a name.`
  if (length > NAME_MAX_CHARS) return `At most ${NAME_MAX_CHARS} characters, and this has ${length}.`
  return null
}
