// Plays the engine: checks what is asked by the question's own schema, and counts the answer from visits one by one.
import type { Answer as EngineAnswer } from '../../../core/analytics/answer.ts'
import { bucketStarts, fittingInterval } from '../../../core/analytics/buckets.ts'
import type { Filter } from '../../../core/analytics/filter.ts'
import { questionNamed } from '../../../core/analytics/questions.ts'
import { comparedTo, type Range, type RangeParams, resolveRange } from '../../../core/analytics/range.ts'
import type { Interval } from '../../../core/analytics/zoned-time.ts'
import type { Visit, VisitEvent } from './analytics-visits.ts'
import { type Answer, type Asked, NOT_FOUND } from './mock-accounts.ts'

export const analyticsState = () => ({
  visits: [] as Visit[],
  /** The clock of the engine. */
  engineNow: Date.now(),
})

type State = ReturnType<typeof analyticsState>
type Params = RangeParams & {
  bots: 'exclude' | 'include' | 'only'
  filter?: Filter
  interval?: Interval
  dimension?: string
  orderBy?: 'visitors' | 'sessions' | 'views' | 'events'
  limit?: number
}
type Counted = { visit: Visit; events: VisitEvent[] }

const saidOf = (dimension: string, visit: Visit, event: VisitEvent): string | null => {
  if (dimension === 'name') return event.name
  if (dimension === 'page') return event.page
  if (dimension === 'identified') return String(visit.identified)
  if (dimension.startsWith('props.')) return event.props[dimension.slice('props.'.length)] ?? null
  return visit.facts[dimension] ?? null
}

const holds = (filter: Filter | undefined, visit: Visit, event: VisitEvent): boolean => {
  if (!filter) return true
  if ('and' in filter) return filter.and.every((one) => holds(one, visit, event))
  if ('or' in filter) return filter.or.some((one) => holds(one, visit, event))
  const value = saidOf(filter.dimension, visit, event)
  if (!('value' in filter)) return (value !== null) === (filter.op === 'isSet')
  const wanted = [filter.value].flat().map(String)
  if (filter.op === 'is') return value !== null && wanted.includes(value)
  if (filter.op === 'isNot') return value === null || !wanted.includes(value)
  const has = value !== null && wanted.some((part) => value.toLowerCase().includes(part.toLowerCase()))
  if (filter.op === 'contains') return has
  if (filter.op === 'containsNot') return !has
  throw new Error(`The mock engine does not know ${filter.op}.`)
}

const askedOf = (visits: Visit[], { from, to }: Range, filter: Filter | undefined): Counted[] =>
  visits.flatMap((visit) => {
    const events = visit.events.filter(
      (event) => event.ts >= from && event.ts < to && holds(filter, visit, event),
    )
    return events.length > 0 ? [{ visit, events }] : []
  })

const figuresOf = (counted: Counted[], { from, to }: { from: number; to: number }) => {
  const startOf = ({ visit }: Counted) => visit.events[0]?.ts ?? 0
  const began = counted.filter((one) => startOf(one) >= from && startOf(one) < to)
  const per = (sum: number) => (began.length === 0 ? null : sum / began.length)
  const sum = (all: Counted[], of: (one: Counted) => number) => all.reduce((total, one) => total + of(one), 0)
  const views = sum(counted, ({ events }) => events.filter(({ name }) => name === 'page_view').length)
  const events = sum(counted, (one) => one.events.length)
  const bounces = began.filter(({ visit }) => visit.events.length === 1).length
  const duration = sum(began, (one) => (one.visit.events.at(-1)?.ts ?? 0) - startOf(one))
  return {
    visitors: new Set(counted.map(({ visit }) => visit.person)).size,
    sessions: began.length,
    views,
    events,
    bounces,
    bounceRate: per(bounces),
    durationMs: per(duration),
    engagedMs: per(duration / 2),
    viewsPerSession: per(views),
    eventsPerSession: per(events),
  }
}

const grouped = (counted: Counted[], keyOf: (visit: Visit, event: VisitEvent) => string | null) => {
  const groups = new Map<string | null, Counted[]>()
  for (const { visit, events } of counted) {
    const own = Map.groupBy(events, (event) => keyOf(visit, event))
    for (const [key, some] of own) groups.set(key, [...(groups.get(key) ?? []), { visit, events: some }])
  }
  return groups
}

const ROWS: Record<string, (counted: Counted[], range: Range, params: Params) => Record<string, unknown>[]> =
  {
    overview: (counted, range) => [figuresOf(counted, range)],
    timeline: (counted, range, { interval }) => {
      const starts = bucketStarts(range, interval ?? fittingInterval(range))
      return starts.map((start, index) => {
        const bounds = { from: start, to: starts[index + 1] ?? range.to }
        const some = counted.flatMap(({ visit, events }) => {
          const own = events.filter(({ ts }) => ts >= bounds.from && ts < bounds.to)
          return own.length > 0 ? [{ visit, events: own }] : []
        })
        return { start, ...figuresOf(some, bounds) }
      })
    },
    breakdown: (counted, range, { dimension = 'page', orderBy = 'visitors', limit = 100 }) =>
      [...grouped(counted, (visit, event) => saidOf(dimension, visit, event))]
        .map(([value, some]) => ({ value, ...figuresOf(some, range) }))
        .toSorted((a, b) => b[orderBy] - a[orderBy] || String(a.value).localeCompare(String(b.value)))
        .slice(0, limit),
    events: (counted, _, { limit = 100 }) =>
      [...grouped(counted, (_visit, event) => event.name)]
        .map(([name, some]) => ({
          name,
          count: some.reduce((sum, { events }) => sum + events.length, 0),
          visitors: new Set(some.map(({ visit }) => visit.person)).size,
          users: new Set(some.filter(({ visit }) => visit.identified).map(({ visit }) => visit.person)).size,
          sessions: some.length,
        }))
        .toSorted((a, b) => b.count - a.count)
        .slice(0, limit),
  }

export const mockAnalytics =
  (state: State & { breaches: string[] }) =>
  ({ path, body }: Asked): Answer | undefined => {
    const name = path.match(/^\/api\/v1\/analytics\/(\w+)$/)?.[1]
    if (name === undefined) return undefined
    const rowsOf = ROWS[name]
    const question = questionNamed(name)
    if (!question || !rowsOf) return NOT_FOUND
    const { data, error } = question.params.safeParse(body)
    if (error) {
      // A defect of the dashboard: it does not ask for what the engine refuses.
      state.breaches.push(`${path} was asked: ${error.message}`)
      return { status: 400, body: { title: 'Bad', detail: error.message, code: 'invalid-request' } }
    }
    const params = data as Params
    const range = resolveRange(params, { now: state.engineNow, timeZone: 'UTC', keepDays: 90 })
    const visits = state.visits.filter(
      ({ bot = false }) => params.bots === 'include' || bot === (params.bots === 'only'),
    )
    const answered = (asked: Range) => ({
      range: { from: asked.from, to: asked.to, timeZone: asked.timeZone },
      rows: rowsOf(askedOf(visits, asked, params.filter), asked, params),
    })
    const before = comparedTo(range, params.compare ?? 'none')
    const answer: EngineAnswer = {
      question: name,
      ...answered(range),
      compared: before ? answered(before) : null,
      computedAt: state.engineNow,
      cache: 'miss',
      freshAsOf: state.engineNow,
    }
    return { status: 200, body: answer }
  }
