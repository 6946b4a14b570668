// Calls of the site about presence: they wait here until the part is there that carries them out.
import type { Presence, PresenceOptions } from '../presence/options.ts'
import type { Site } from '../site.ts'
import type { Undo } from '../undo.ts'

/** The object that the site got from `start`, what it calls on it, and with what. */
export type PresenceCall =
  | [of: object, name: 'start', options?: PresenceOptions]
  | {
      [Name in keyof Presence]: [of: object, name: Name, ...said: Parameters<Presence[Name]>]
    }[Exclude<keyof Presence, 'statusOf'>]

export const openPresenceCalls = ({ guarded }: Pick<Site, 'guarded'>) => {
  const waiting: PresenceCall[] = []
  let act: ((...call: PresenceCall) => void) | undefined
  let want: Undo | undefined

  return {
    call: (...call: PresenceCall) => {
      if (act) return act(...call)
      waiting.push(call)
      want?.()
    },
    /** Whether a part is to be fetched for them. */
    isWanted: () => waiting.length > 0 || !!act,
    onWanted: (load: Undo) => {
      want = load
    },
    /** For the part: hands over each call, those that waited first, until it is undone. */
    on: (take: (...call: PresenceCall) => void): Undo => {
      act = guarded(take)
      for (const call of waiting.splice(0)) act(...call)
      return () => {
        act = undefined
      }
    },
  }
}
