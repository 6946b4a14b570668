// The body of a request as JSON: base64 or not, gzip or not, and nothing that could exhaust or mislead us.
import { gunzipSync } from 'node:zlib'
import { AppError } from '../../../core/errors.ts'
import { textNestsDeeperThan } from '../../../core/json/json-depth.ts'
import { BATCH_MAX_BYTES, BODY_MAX_DEPTH } from '../../../core/limits.ts'

export type EncodedBody = {
  body?: string | undefined
  isBase64Encoded?: boolean
  headers: Record<string, string>
}

export const decodeBody = (
  { body, isBase64Encoded, headers }: EncodedBody,
  maxBytes = BATCH_MAX_BYTES,
): unknown => {
  checkContentType(headers['content-type'])
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8')
  return parse(decodeText(inflate(bytes, headers['content-encoding'], maxBytes)))
}

/** A file that is JSON, plain or gzip. */
export const decodeFile = (bytes: Uint8Array, maxBytes: number): unknown =>
  parse(
    decodeText(inflate(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), undefined, maxBytes)),
  )

/**
 * A page sends JSON to another origin as `text/plain`, and gzip under the type of a form, for which browsers ask no
 * leave (preflight): API Gateway hands `text/plain` on as text, which gzip does not survive, and forms as bytes.
 */
const TYPES = ['', 'application/json', 'text/plain', 'application/x-www-form-urlencoded']

const checkContentType = (header = ''): void => {
  if (TYPES.includes(header.split(';')[0]?.trim().toLowerCase() ?? '')) return
  throw new AppError('unsupported-media-type', 415, 'The body must be application/json or text/plain.')
}

/** Gzip is told by its first bytes: a beacon cannot set Content-Encoding. */
const inflate = (bytes: Buffer, encoding: string | undefined, maxBytes: number): Buffer => {
  const named = encoding?.trim().toLowerCase() ?? 'identity'
  if (named !== 'identity' && named !== 'gzip' && named !== '') {
    throw new AppError('unsupported-encoding', 415, 'The body may be plain or gzip.')
  }
  if (bytes.length > maxBytes) throw tooLarge(maxBytes)
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  if (named === 'gzip' && !zipped) throw malformed('The body is not the gzip that its Content-Encoding says.')
  return zipped ? gunzip(bytes, maxBytes) : bytes
}

const gunzip = (bytes: Buffer, maxBytes: number): Buffer => {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    throw code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(maxBytes) : malformed('The body is damaged gzip.')
  }
}

const decodeText = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw malformed('The body is not valid UTF-8.')
  }
}

const parse = (text: string): unknown => {
  if (textNestsDeeperThan(text, BODY_MAX_DEPTH)) {
    throw malformed(`The body nests deeper than ${BODY_MAX_DEPTH} levels.`)
  }
  try {
    // A reviver costs four times the parsing: only for a text that could name the prototype.
    return mayNamePrototype(text) ? JSON.parse(text, withoutPrototype) : JSON.parse(text)
  } catch {
    throw malformed('The body is not JSON.')
  }
}

/** As it is, or with letters of it escaped. */
const mayNamePrototype = (text: string): boolean => text.includes('__proto__') || text.includes('\\u00')

const withoutPrototype = (key: string, value: unknown): unknown => (key === '__proto__' ? undefined : value)

const tooLarge = (maxBytes: number): AppError =>
  new AppError('body-too-large', 413, `The body may take ${maxBytes} bytes, decoded.`)

const malformed = (detail: string): AppError => new AppError('malformed-body', 400, detail)
