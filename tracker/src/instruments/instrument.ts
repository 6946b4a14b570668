// An instrument watches one thing in the page and tells it as events. It returns its own undo.
import type { Site } from '../site.ts'
import type { Undo } from '../undo.ts'

export type Instrument = (site: Site) => Undo
