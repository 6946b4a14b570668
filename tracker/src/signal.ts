// Tells listeners of something, each without harm to the others.
import { guarded } from './guard.ts'
import type { Undo } from './undo.ts'

export type Signal<T> = {
  on: (act: (news: T) => void) => Undo
  tell: (news: T) => void
}

export const createSignal = <T>(): Signal<T> => {
  const acts = new Set<(news: T) => void>()
  return {
    on: (act) => {
      const safely = guarded(act)
      acts.add(safely)
      return () => acts.delete(safely)
    },
    tell: (news) => {
      for (const act of acts) act(news)
    },
  }
}
