// What the project says of its pages: the last answer's word, kept for the next page.
import type { Store } from './identity/store.ts'
import type { Settings } from './site.ts'

/** Until the project has spoken, what only it may allow waits: nothing is recorded or pictured. */
export const UNKNOWN: Settings = {
  version: '',
  idleMinutes: 30,
  recording: {
    enabled: false,
    sampleRate: 1,
    mode: 'always',
    consoles: false,
    network: false,
    canvas: false,
  },
  screenshots: { enabled: false, sampleRate: 1 },
  masking: { inputs: true, text: false },
}

const parse = (text: string | null): Settings | undefined => {
  try {
    const settings = JSON.parse(text ?? '')
    return settings.version && settings.recording && settings.screenshots && settings.masking
      ? settings
      : undefined
  } catch {
    return undefined
  }
}

export const openSettings = (store: Store, key: string) => {
  let current = parse(store.get(key)) ?? UNKNOWN
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
