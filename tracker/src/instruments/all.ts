// Every instrument of the core, in the order they start. A new one is a file of its own and a line here.
import { watchDeeds } from './deeds.ts'
import { watchErrors } from './errors.ts'
import type { Instrument } from './instrument.ts'
import { watchPageViews } from './page-views.ts'

export const instruments: Instrument[] = [watchErrors, watchDeeds, watchPageViews]
