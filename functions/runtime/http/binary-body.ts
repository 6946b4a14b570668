// A body that is taken as bytes, and what is said of it beside it, in the query.
import type { Operation } from '../../../core/api/operation.ts'
import { AppError } from '../../../core/errors.ts'
import type { EncodedBody } from './decode-body.ts'

/** A page may send this type to another origin without asking leave first (a preflight), as no image's own. */
const FORM = 'application/x-www-form-urlencoded'

/** Undefined of any other content type: then the body is JSON, or nothing we take. */
export const binaryBody = (
  { body, isBase64Encoded, headers }: EncodedBody,
  taken: Operation['binary'],
): Uint8Array | undefined => {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (!taken || type === undefined) return undefined
  if (type !== FORM && !taken.types.includes(type)) return undefined
  const encoding = headers['content-encoding']?.trim().toLowerCase() || 'identity'
  if (encoding !== 'identity') {
    throw new AppError('unsupported-encoding', 415, `A body of ${type} may not be encoded.`)
  }
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.length <= taken.maxBytes) return bytes
  throw new AppError('body-too-large', 413, `A body of ${type} may take ${taken.maxBytes} bytes.`)
}

export const metaOf = ({ meta }: Record<string, string>): unknown => {
  try {
    return JSON.parse(meta ?? '')
  } catch {
    throw new AppError('invalid-request', 400, 'The query is not what this route takes.', {
      fields: [{ field: 'meta', message: 'must be JSON, where the body is no JSON' }],
    })
  }
}
