// What a saved view asks the list for: the parameters of `GET /api/v1/sessions`, and a span that moves with the clock.
import * as z from 'zod'
import { sessionQuerySchema } from '../sessions/session-query.ts'

/** Spans that end now. */
export const SPANS = ['1h', '24h', '7d', '30d'] as const

const viewQuerySchema = z.strictObject({ ...sessionQuerySchema.shape, span: z.enum(SPANS).optional() })

const value = z.union([z.string().max(2_048), z.number(), z.boolean()])

/** As they are kept: what another version knew is no reason not to show a view. */
export const keptFiltersSchema = z.record(z.string().max(40), value)

/** As JSON: `{"hasErrors": true, "country": "SE", "span": "7d"}`. What no list could be asked for is refused here. */
export const viewFiltersSchema = keptFiltersSchema.superRefine((filters, context) => {
  const asked = Object.fromEntries(Object.entries(filters).map(([name, given]) => [name, String(given)]))
  for (const { path, message } of viewQuerySchema.safeParse(asked).error?.issues ?? [])
    context.addIssue({ code: 'custom', path, message })
})

export type Span = (typeof SPANS)[number]
export type ViewFilters = z.infer<typeof keptFiltersSchema>
