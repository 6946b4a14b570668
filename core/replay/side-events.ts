// What a recording tells beside the document, on the same clock: custom events (type 5) of the format `rrweb-2`, whose
// tag begins with `playhead/`. A player shows them beside the picture; the fold passes them over.
import * as z from 'zod'

const time = z.number()
const text = z.string().max(5_000)

/** A line of the console, masked and cut; `skipped` counts lines before it that came too fast. */
export const consoleLineSchema = z.object({
  level: z.enum(['log', 'info', 'warn', 'error', 'debug']),
  text,
  skipped: z.number().int().positive().optional(),
})

/** A request that ended. Never a header, never a body; the address is scrubbed. */
export const requestSchema = z.object({
  by: z.enum(['fetch', 'xhr']),
  method: z.string().max(20),
  url: text,
  /** 0 if there was no answer. */
  status: z.number().int().nonnegative(),
  /** Milliseconds since 1970 by the page's clock, as all times of a recording. */
  startedAt: time,
  durationMs: z.number().nonnegative(),
  /** Of the answer as far as it says so itself. */
  bytes: z.number().int().nonnegative().optional(),
  skipped: z.number().int().positive().optional(),
})

/** An error that nobody caught: told in full by the event `error_occurred`, here on the clock of the recording. */
export const errorSchema = z.object({ type: text, message: text })

/** The main thread was busy for more than 50 ms. */
export const longTaskSchema = z.object({
  startedAt: time,
  durationMs: z.number().nonnegative(),
  skipped: z.number().int().positive().optional(),
})

/** Mutations are not recorded from here on: recording took too much of the page's time, or too many came. */
export const pausedSchema = z.object({ reason: z.enum(['busy', 'storm']) })
/** They are again; a full snapshot follows. */
export const resumedSchema = z.object({
  reason: z.enum(['busy', 'storm']),
  pausedMs: z.number().nonnegative(),
})
/** Something was left out here, and why. */
export const droppedSchema = z.object({ reason: z.string().max(50), count: z.number().int().positive() })

export const SIDE_SCHEMAS = {
  'playhead/console': consoleLineSchema,
  'playhead/request': requestSchema,
  'playhead/error': errorSchema,
  'playhead/long-task': longTaskSchema,
  'playhead/paused': pausedSchema,
  'playhead/resumed': resumedSchema,
  'playhead/dropped': droppedSchema,
} as const

export type SideTag = keyof typeof SIDE_SCHEMAS
export type SidePayload<T extends SideTag> = z.infer<(typeof SIDE_SCHEMAS)[T]>
export type SideEvent = { [T in SideTag]: { tag: T; at: number; payload: SidePayload<T> } }[SideTag]

const CUSTOM_EVENT = 5

const customSchema = z.object({
  type: z.literal(CUSTOM_EVENT),
  timestamp: time,
  data: z.object({ tag: z.string(), payload: z.unknown() }),
})

/** Undefined for all that is none of ours, or malformed: recordings may be made up. */
export const readSideEvent = (event: unknown): SideEvent | undefined => {
  const custom = customSchema.safeParse(event)
  if (!custom.success) return undefined
  const { data, timestamp } = custom.data
  if (!Object.hasOwn(SIDE_SCHEMAS, data.tag)) return undefined
  const payload = SIDE_SCHEMAS[data.tag as SideTag].safeParse(data.payload)
  if (!payload.success) return undefined
  return { tag: data.tag, at: timestamp, payload: payload.data } as SideEvent
}
