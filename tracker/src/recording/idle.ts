// Runs work when the page has time for it, at the latest after so many milliseconds.
import type { Undo } from '../undo.ts'
import { native } from './rrweb/native.ts'

export const whenIdle = (act: () => void, latestMs: number): Undo => {
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback(act, { timeout: latestMs })
    return () => cancelIdleCallback(id)
  }
  const id = native('setTimeout')(act, latestMs)
  return () => native('clearTimeout')(id)
}
