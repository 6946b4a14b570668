// Clicks that tell of trouble: several in anger, and those in vain.
import type { Instrument } from '../instruments/instrument.ts'
import { AHEAD } from '../page/ahead.ts'
import { undoAll } from '../undo.ts'
import { watchEffects } from './dead-clicks.ts'
import { countRage } from './rage-clicks.ts'

export const watchFrustration: Instrument = (site) => {
  const { capture, listen, clickOf } = site
  const isRage = countRage()
  const effects = watchEffects(site)
  return undoAll([
    effects.cancel,
    listen<MouseEvent>(
      document,
      'click',
      (event) => {
        const click = clickOf(event)
        effects.cancel()
        if (!click) return
        if (isRage(event)) capture({ ...click, name: 'rage_click' })
        effects.await(event, () => capture({ ...click, name: 'dead_click' }))
      },
      AHEAD,
    ),
  ])
}
