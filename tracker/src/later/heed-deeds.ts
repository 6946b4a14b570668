// Hands what people do to the instruments that heed it, and first what they did before this part was there.
import type { Deed } from '../instruments/deeds.ts'
import type { Draft, Site } from '../site.ts'

/** `late`: it waited. */
export type Heed = (deed: Deed, late?: boolean) => void

/** An instrument of deeds: it tells by the `capture` it is given. */
export type DeedInstrument = (site: Site) => Heed

export const heedDeeds = (site: Site, instruments: DeedInstrument[]): void => {
  const { guarded, now, privacy } = site
  let waited: Deed | undefined

  /** Of what waited the time and the page are those of the deed. */
  const capture = (draft: Draft) => {
    const event = site.capture(draft)
    if (waited) {
      event.ts = Math.round(now() - performance.now() + waited[0].timeStamp)
      event.url = privacy.url(waited[3])
    }
    return event
  }

  const heeds: Heed[] = []
  for (const start of instruments)
    guarded(() => heeds.push(guarded(start(Object.assign(Object.create(site), { capture })))))()

  const early = site.deeds as Deed[]
  site.deeds = {
    length: 0,
    push: (deed) => {
      for (const heed of heeds) heed(deed, !!waited)
      return 0
    },
  }
  for (waited of early) site.deeds.push(waited)
  waited = undefined
}
