// A cursor: where the next page of a list begins, opaque to the caller and checked when it comes back.
import * as z from 'zod'
import { AppError } from '../errors.ts'
import { CURSOR_MAX_CHARS, PAGE_DEFAULT, PAGE_MAX } from '../limits.ts'
import { asciiFromBase64url, base64urlFromAscii } from '../text/base64url.ts'

/** The query of every list. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(CURSOR_MAX_CHARS).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
})

export const encodeCursor = (position: unknown): string =>
  base64urlFromAscii(JSON.stringify(position).replace(/[^ -~]/g, escapeUnit))

export const decodeCursor = <T>(schema: z.ZodType<T>, cursor: string | undefined): T | undefined => {
  if (cursor === undefined) return undefined
  const position = schema.safeParse(parse(asciiFromBase64url(cursor)))
  if (!position.success) {
    throw new AppError('invalid-cursor', 400, 'The cursor is not one of this list.', {
      fields: [{ field: 'cursor', message: 'must be the nextCursor of an earlier answer' }],
    })
  }
  return position.data
}

const parse = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
