// What the project says of its pages: the last answer's word, kept for the next page.
import type { Store } from './identity/store.ts'
import type { Settings } from './site.ts'

/** Until the project has spoken, what only it may allow waits: nothing is recorded or pictured, and no word typed. */
const UNKNOWN = {
  version: '',
  idleMinutes: 30,
  recording: {},
  screenshots: {},
  masking: { inputs: true },
} as Settings

const parse = (text: string | null): Settings => {
  try {
    const settings = JSON.parse(text ?? '')
    return settings.masking ? settings : UNKNOWN
  } catch {
    return UNKNOWN
  }
}

export const openSettings = (store: Store, key: string) => {
  let current = parse(store.get(key))
  return {
    get current() {
      return current
    },
    keep: (news: Settings) => {
      current = news
      store.set(key, JSON.stringify(news))
    },
  }
}
