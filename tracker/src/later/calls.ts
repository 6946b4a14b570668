// Calls of the site that are rare, and may wait until this part is here: traits, logins, activities.
import type { Site } from '../site.ts'

export type Traits = Record<string, unknown>
export type Activity = { targetType?: string; targetId?: string; metadata?: Record<string, unknown> }

export type Calls = {
  /** What the site knows of the person. Of somebody whom it has not named it stays in this browser. */
  setTraits: (traits: Traits) => void
  /** Somebody has logged in, by which method the site knows. */
  login: (props?: { method?: string; [more: string]: unknown }) => void
  /** What a user did, and to what. */
  activity: (action: string, activity?: Activity) => void
}

type Kept = { traits: Traits; toldOf?: string | undefined }

export const openCalls = ({ kept, options, track, who, guarded }: Site): Calls => {
  const read = (): Kept => {
    try {
      const { toldOf, ...traits } = JSON.parse(kept.get(options.userDataKey) ?? '{}')
      return { traits, toldOf }
    } catch {
      // Not ours, or broken: what is said now stands.
      return { traits: {} }
    }
  }

  const setTraits = guarded((more: Traits) => {
    const { traits, toldOf } = read()
    const user = who().userId
    const all = { ...traits, ...more }
    const isNews = Object.keys(more).length > 0 || (toldOf !== user && Object.keys(all).length > 0)
    if (!isNews) return
    kept.set(options.userDataKey, JSON.stringify({ ...all, ...(user && { toldOf: user }) }))
    if (user) track('identify', { traits: all })
  })

  return {
    setTraits,
    login: (props = {}) => track('login', props, { activity: true }),
    activity: (action, { targetType, targetId, metadata = {} } = {}) =>
      track(action, metadata, { activity: true, target: { type: targetType, id: targetId } }),
  }
}
