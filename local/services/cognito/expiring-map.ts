// What lives for minutes: challenges, authorization codes, login pages. Kept in memory and bounded.
export type ExpiringMap<Value> = {
  put(key: string, value: Value, lifetimeMs: number): void
  get(key: string): Value | undefined
  /** Gets and removes in one step, so that nothing is used twice. */
  take(key: string): Value | undefined
  delete(key: string): void
}

const ENTRIES_MAX = 10_000 // a flood of abandoned logins ends the oldest instead of the process

export const expiringMap = <Value>(now: () => number): ExpiringMap<Value> => {
  const entries = new Map<string, { value: Value; expiresAt: number }>()
  const get = (key: string) => {
    const entry = entries.get(key)
    if (!entry || entry.expiresAt > now()) return entry?.value
    entries.delete(key)
    return undefined
  }
  return {
    put: (key, value, lifetimeMs) => {
      entries.delete(key)
      entries.set(key, { value, expiresAt: now() + lifetimeMs })
      for (const [oldest, entry] of entries) {
        if (entries.size <= ENTRIES_MAX && entry.expiresAt > now()) break
        entries.delete(oldest)
      }
    },
    get,
    take: (key) => {
      const value = get(key)
      entries.delete(key)
      return value
    },
    delete: (key) => {
      entries.delete(key)
    },
  }
}
