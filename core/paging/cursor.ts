// A cursor: where the next page of one list of one caller's begins, sealed, so that only our own come back.
import type * as z from 'zod'
import { AppError } from '../errors.ts'
import { asciiFromBase64url, base64urlFromAscii } from '../text/base64url.ts'

/** Signs a text, and tells whether a signature is its own; both are base64url. */
export type Seal = { sign(text: string): string; verify(text: string, signature: string): boolean }

export type Cursors = {
  /** Undefined at the beginning; throws what is not a cursor of this list. */
  read<T>(schema: z.ZodType<T>, cursor: string | undefined): T | undefined
  /** Null at the end. */
  write(position: unknown): string | null
}

/** `scope` names the list: a cursor of another list, or of another project's, is refused. */
export const cursorsOf = (seal: Seal, scope: string): Cursors => ({
  read: (schema, cursor) => {
    if (cursor === undefined) return undefined
    const [payload = '', signature = '', ...rest] = cursor.split('.')
    if (rest.length > 0 || !seal.verify(`${scope}\n${payload}`, signature)) throw notOurs()
    const position = schema.safeParse(parse(asciiFromBase64url(payload)))
    if (!position.success) throw notOurs()
    return position.data
  },
  write: (position) => {
    if (position === undefined) return null
    const payload = base64urlFromAscii(JSON.stringify(position).replace(/[^ -~]/g, escapeUnit))
    return `${payload}.${seal.sign(`${scope}\n${payload}`)}`
  },
})

const notOurs = (): AppError =>
  new AppError('invalid-cursor', 400, 'The cursor is not one of this list.', {
    fields: [{ field: 'cursor', message: 'must be the nextCursor of an earlier answer' }],
  })

const parse = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
