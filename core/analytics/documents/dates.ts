// Dates in the query of older clients: `startDate` and `endDate`, both as they write them and both included.
import * as z from 'zod'
import type { RangeParams } from '../range.ts'

const dateSchema = z
  .union([z.iso.date(), z.iso.datetime({ offset: true, local: true })])
  .describe('A date of the time zone, included, or a moment in ISO 8601')

export const datesShape = {
  /** 30 days before the end, unless it is said. */
  startDate: dateSchema.optional(),
  /** Now, unless it is said. */
  endDate: dateSchema.optional(),
}

type Dates = { startDate?: string | undefined; endDate?: string | undefined }

const DEFAULT_DAYS = 30
const DAY_MS = 86_400_000

/** Without a zone of its own a moment is one of UTC. */
const momentOf = (text: string): number => Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`)

const isDate = (text: string): boolean => text.length === 10

export const rangeOfDates = ({ startDate, endDate }: Dates): RangeParams => {
  if (startDate === undefined && endDate === undefined) return { period: '30d' }
  const to = endDate === undefined ? undefined : isDate(endDate) ? endDate : momentOf(endDate) + 1
  const end = endDate === undefined ? undefined : momentOf(isDate(endDate) ? `${endDate}T00:00:00` : endDate)
  const from =
    startDate === undefined
      ? Math.max(0, (end ?? 0) - DEFAULT_DAYS * DAY_MS)
      : isDate(startDate)
        ? startDate
        : momentOf(startDate)
  return { from, ...(to !== undefined && { to }) }
}
