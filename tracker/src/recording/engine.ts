// The seam: what a recorder of documents must do, so that a leaner one can take the place of rrweb's.
import type { Undo } from '../undo.ts'
import type { Recorded } from './format.ts'

export type EngineOptions = {
  /** Is given every event once, unmasked, in the order of time. The event is its own from then on. */
  emit: (event: Recorded) => void
  /** Elements of which nothing is recorded but their place. */
  ignoreSelector: string
  /** Milliseconds between two samples of the pointer. */
  mouseMoveMs: number
  /** Is told how long the main thread was kept busy by mutations and events. */
  spent: (ms: number) => void
  /** Is told how many mutations the page made. */
  mutated: (count: number) => void
  /** Is told of a fault of the engine's own; the page never hears of it. */
  fault: (error: unknown) => void
}

export type Engine = {
  /** Records the document from here on, at first whole. */
  start: () => void
  nodeOf: (id: number) => Node | null
  idOf: (node: Node) => number
  /** A field that was a password once is one for ever. */
  wasPassword: (element: Element) => boolean
  /** Records the whole document anew. */
  snapshot: () => void
  /** Emits what it has gathered. */
  flush: () => void
  /** Until the next snapshot mutations are counted and forgotten. */
  pause: () => void
  stop: Undo
}

export type CreateEngine = (options: EngineOptions) => Engine
