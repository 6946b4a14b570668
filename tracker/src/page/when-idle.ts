// Does something when the page has nothing better to do.
import { IDLE_FALLBACK_MS, IDLE_LATEST_MS } from '../limits.ts'
import type { Undo } from '../undo.ts'

/** A browser that cannot tell when it is idle gets a short wait instead. */
export const whenIdle = (act: () => void): Undo => {
  const { requestIdleCallback: ask } = window as Partial<Window>
  const id = ask ? ask(act, { timeout: IDLE_LATEST_MS }) : setTimeout(act, IDLE_FALLBACK_MS)
  return () => (ask ? cancelIdleCallback : clearTimeout)(id as number)
}
