// What the project says of its pages: the last answer's word, kept for the next page.
import { readJson, type Store } from './identity/store.ts'
import type { Settings } from './site.ts'

/** Until the project has spoken, what only it may allow waits: nothing is recorded or pictured, and no word typed. */
const UNKNOWN = {
  version: '',
  idleMinutes: 30,
  recording: {},
  screenshots: {},
  masking: { inputs: true },
} as Settings

export const openSettings = (store: Store, key: string) => {
  const kept = readJson(store, key)
  return {
    current: (kept?.masking ? kept : UNKNOWN) as Settings,
    keep(news: Settings) {
      this.current = news
      store.set(key, JSON.stringify(news))
    },
  }
}
