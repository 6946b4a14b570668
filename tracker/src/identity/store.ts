// Web storage that always works: what the browser refuses to keep is kept in memory for this page.
import { attempt } from '../guard.ts'

export type Store = {
  get: (key: string) => string | null | undefined
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
    get: (key) => memory.get(key) ?? attempt(() => area().getItem(key)),
    set: (key, value) => {
      memory.set(key, value)
      attempt(() => {
        area().setItem(key, value)
        memory.delete(key)
      })
    },
    remove: (key) => {
      memory.delete(key)
      attempt(() => area().removeItem(key))
    },
  }
}

/** What JSON is kept there; nothing, if it is none. */
export const readJson = (store: Store, key: string) => attempt(() => JSON.parse(`${store.get(key)}`))
