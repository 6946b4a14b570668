// What every list takes: where its page begins, and how long it is.
import * as z from 'zod'
import { CURSOR_MAX_CHARS, PAGE_DEFAULT, PAGE_MAX } from '../limits.ts'

export const pageQuerySchema = z.object({
  cursor: z.string().max(CURSOR_MAX_CHARS).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
})

export type PageQuery = z.infer<typeof pageQuerySchema>
