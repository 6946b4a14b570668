// Remembers a bounded number of things for a bounded time; the oldest goes first.

export type ExpiringCache<T> = {
  get(key: string): { value: T } | undefined
  set(key: string, value: T): void
}

export const expiringCache = <T>(options: {
  ttlMs: number
  maxEntries: number
  now: () => number
}): ExpiringCache<T> => {
  const entries = new Map<string, { value: T; until: number }>()
  return {
    get: (key) => {
      const entry = entries.get(key)
      if (entry && entry.until > options.now()) return entry
      entries.delete(key)
      return undefined
    },
    set: (key, value) => {
      entries.delete(key)
      entries.set(key, { value, until: options.now() + options.ttlMs })
      const oldest = entries.keys().next()
      if (entries.size > options.maxEntries && !oldest.done) entries.delete(oldest.value)
    },
  }
}
