// Work in slices: whoever does something long asks now and then, and waits when its time is up.
import { IDLE_LATEST_MS, SLICE_MS } from './limits.ts'

/** What is thrown when nobody wants the picture any more. */
export class Abandoned extends Error {}

/** Waits if time is up, or if what follows is long by itself. */
export type Breathe = (anyway?: boolean) => Promise<void> | undefined

const idle = () =>
  new Promise<void>((done) => {
    if (typeof requestIdleCallback === 'function')
      requestIdleCallback(() => done(), { timeout: IDLE_LATEST_MS })
    else setTimeout(done)
  })

/** Returns nothing while there is time left, so that a caller need not wait for it. */
export const openSlices = (isWanted: () => boolean): Breathe => {
  let since = performance.now()
  return (anyway = false) => {
    if (!isWanted()) throw new Abandoned()
    if (!anyway && performance.now() - since < SLICE_MS) return undefined
    return idle().then(() => {
      since = performance.now()
    })
  }
}
