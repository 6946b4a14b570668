// One key for one submission of a form: the same content sent again, after a lost answer, is not made twice.

export const createIdempotencyKeys = (random: () => string) => {
  let current: { content: string; key: string } | null = null
  return {
    keyFor: (body: unknown): string => {
      const content = JSON.stringify(body)
      if (current?.content !== content) current = { content, key: random() }
      return current.key
    },
    /** It was made: what is sent next is another, even if it says the same. */
    done: (): void => {
      current = null
    },
  }
}
