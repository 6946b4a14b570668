// A step of a funnel, a goal, the begin of a cohort: an event by its name, or a view of a page, and what else must hold.
import * as z from 'zod'
import { canonicalName } from '../events/event-names.ts'
import { matchesPattern } from './dialect.ts'
import { boundedFilterSchema, conditionOf } from './filter.ts'
import { type Sql, sql } from './sql.ts'

const filter = boundedFilterSchema.optional()

export const stepSchema = z.union([
  z.strictObject({ event: z.string().min(1).max(100), filter }),
  /** A path; `*` in it stands for anything. */
  z.strictObject({ page: z.string().min(1).max(500), filter }),
])

export type Step = z.infer<typeof stepSchema>

/** Holds for an event `e` of a session `s`. */
export const isStep = (step: Step): Sql =>
  sql`(${
    'event' in step
      ? sql`e.name = ${canonicalName(step.event)}`
      : sql`e.is_view AND coalesce(${isPath(sql`e.path`, step.page)}, false)`
  } AND ${conditionOf(step.filter)})`

export const isPath = (path: Sql, wanted: string): Sql =>
  wanted.includes('*') ? matchesPattern(path, sql`${patternOf(wanted)}`) : sql`${path} = ${wanted}`

const patternOf = (wanted: string): string =>
  `^${wanted.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`
