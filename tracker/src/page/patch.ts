// Puts a function of ours around one of the browser's, and takes it away again without a trace.
import type { Undo } from '../undo.ts'

export const patch = <K extends string, F extends (...args: never[]) => unknown>(
  owner: Record<K, F>,
  name: K,
  wrap: (original: F) => F,
): Undo => {
  const wasOwn = Reflect.ownKeys(owner).includes(name)
  const original = owner[name]
  const ours = wrap(original)
  owner[name] = ours
  return () => {
    // Someone may have patched over ours since: to put the original back would undo theirs too.
    if (owner[name] !== ours) return
    if (wasOwn) owner[name] = original
    else delete (owner as Partial<Record<K, F>>)[name]
  }
}
