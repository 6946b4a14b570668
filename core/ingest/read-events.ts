// Reads the events of a batch one by one: a bad one is rejected with its reason and the rest is kept.
import type * as z from 'zod'
import { nestsDeeperThan } from '../json/json-depth.ts'
import { ACTION_MAX_CHARS, EVENT_PROPS_MAX_BYTES, EVENT_PROPS_MAX_DEPTH } from '../limits.ts'
import { utf8Length } from '../text/utf8-length.ts'
import { type Event, eventSchema, type RejectedEvent } from './envelope.ts'
import { type LooseEvent, looseEventSchema } from './loose-event.ts'

type Read<E> = { events: E[]; rejected: RejectedEvent[] }

export const readEvents = (raw: unknown[]): Read<Event> => readEach(eventSchema, raw)

export const readLooseEvents = (raw: unknown[]): Read<LooseEvent> => readEach(looseEventSchema, raw)

const readEach = <E extends Event | LooseEvent>(schema: z.ZodType<E>, raw: unknown[]): Read<E> => {
  const events: E[] = []
  const rejected: RejectedEvent[] = []
  const seen = new Set<string>()
  for (const [index, candidate] of raw.entries()) {
    const read = schema.safeParse(candidate)
    const reason = read.success ? faultOf(read.data, seen) : describe(read.error)
    if (read.success && reason === undefined) {
      if (read.data.eventId !== undefined) seen.add(read.data.eventId)
      events.push(read.data)
    } else rejected.push({ index, reason: reason ?? 'invalid' })
  }
  return { events, rejected }
}

const faultOf = (event: Event | LooseEvent, seen: Set<string>): string | undefined => {
  if (event.eventId !== undefined && seen.has(event.eventId)) return 'eventId: appears twice in this batch'
  if (event.activity && event.name.length > ACTION_MAX_CHARS) {
    return `name: of an activity has at most ${ACTION_MAX_CHARS} characters`
  }
  if (nestsDeeperThan(event.props, EVENT_PROPS_MAX_DEPTH)) {
    return `props: nest deeper than ${EVENT_PROPS_MAX_DEPTH} levels`
  }
  if (utf8Length(JSON.stringify(event.props)) > EVENT_PROPS_MAX_BYTES) {
    return `props: take more than ${EVENT_PROPS_MAX_BYTES} bytes`
  }
  return undefined
}

const describe = (error: z.ZodError): string => {
  const issue = error.issues[0]
  const field = issue?.path.join('.')
  return field ? `${field}: ${issue?.message}` : (issue?.message ?? 'invalid')
}
