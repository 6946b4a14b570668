// Listens without ever failing the page, and returns how to stop.
import { guarded } from '../guard.ts'
import type { Undo } from '../undo.ts'

export const listen = <E extends Event>(
  target: EventTarget,
  type: string,
  handle: (event: E) => void,
  options: AddEventListenerOptions = {},
): Undo => {
  const safely = guarded(handle) as EventListener
  target.addEventListener(type, safely, options)
  return () => target.removeEventListener(type, safely, options)
}
