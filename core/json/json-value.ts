// Any JSON value, taken as it is.
import * as z from 'zod'

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/**
 * Checks nothing: what `JSON.parse` returned is JSON. `z.json()` would walk a whole recording a second time,
 * and run out of stack on a deeply nested one.
 */
export const jsonValueSchema: z.ZodType<JsonValue> = z.any()
