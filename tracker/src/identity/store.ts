// Web storage that always works: what the browser refuses to keep is kept in memory for this page.

export type Store = {
  get: (key: string) => string | null
  set: (key: string, value: string) => void
  remove: (key: string) => void
}

type Area = {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
  removeItem: (key: string) => void
}

/** Takes a function, because where storage is disabled already the look at `localStorage` throws. */
export const openStore = (area: () => Area): Store => {
  const memory = new Map<string, string>()
  return {
    get: (key) => {
      try {
        return memory.get(key) ?? area().getItem(key)
      } catch {
        return null
      }
    },
    set: (key, value) => {
      try {
        area().setItem(key, value)
        memory.delete(key)
      } catch {
        memory.set(key, value)
      }
    },
    remove: (key) => {
      memory.delete(key)
      try {
        area().removeItem(key)
      } catch {
        // Nothing was kept there.
      }
    },
  }
}
