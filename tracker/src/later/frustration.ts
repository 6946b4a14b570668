// Clicks that tell of trouble: several in anger, and those in vain.
import type { Undo } from '../undo.ts'
import { watchEffects } from './dead-clicks.ts'
import type { DeedInstrument } from './heed-deeds.ts'
import { countRage } from './rage-clicks.ts'

export const watchFrustration =
  (undos: Undo[]): DeedInstrument =>
  (site) => {
    const isRage = countRage()
    const effects = watchEffects(site)
    undos.push(effects.cancel)
    return ([event, element, , , click], late) => {
      if (event.type !== 'click') return
      effects.cancel()
      if (!click) return
      if (isRage(event as MouseEvent)) site.capture({ ...click, name: 'rage_click' })
      // Whether a click had an effect before this part came, nobody has seen.
      if (!late) {
        effects.await(event as MouseEvent, element as Element, () =>
          site.capture({ ...click, name: 'dead_click' }),
        )
      }
    }
  }
