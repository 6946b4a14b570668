// Who is here: fetched only in pages whose site starts it.
import type { Presence } from '../presence/options.ts'
import { openPresence } from '../presence/start-presence.ts'
import type { StartPart } from '../site.ts'
import { undoAll } from '../undo.ts'

export const start: StartPart = (site) => {
  const presence = openPresence(site)
  const given = new Map<object, Presence>()
  return undoAll([
    presence.stop,
    site.onPresence((...[of, name, ...said]) => {
      if (name === 'start') {
        const own = presence.start(...(said as Parameters<typeof presence.start>))
        given.set(of, own)
        // What it answers could not wait for this part.
        Object.assign(of, { statusOf: own.statusOf })
      } else (given.get(of)?.[name] as ((...said: unknown[]) => void) | undefined)?.(...said)
    }),
  ])
}
