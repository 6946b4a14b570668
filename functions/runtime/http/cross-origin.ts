// Which pages of other origins may call an operation and read its answer, never with cookies.
import type { Operation } from '../../../core/api/operation.ts'

const METHODS = 'GET, POST, PUT, PATCH, DELETE, OPTIONS'
const REQUEST_HEADERS =
  'authorization, content-type, content-encoding, idempotency-key, x-api-key, x-session-id'
const READABLE = 'ratelimit, ratelimit-policy, retry-after, x-request-id, idempotent-replayed'

/** A day: the longest that a browser remembers it anyway is less. */
const PREFLIGHT_SECONDS = '86400'

/** `operation` is undefined where there is no route: then only our own origins may read so. */
export const crossOriginHeaders = (
  operation: Pick<Operation, 'anyOrigin'> | undefined,
  origin: string | undefined,
  allowed: string[],
): Record<string, string> => {
  if (operation?.anyOrigin) {
    return { 'access-control-allow-origin': '*', 'access-control-expose-headers': READABLE }
  }
  if (allowed.length === 0) return {}
  return origin !== undefined && allowed.includes(origin)
    ? { 'access-control-allow-origin': origin, 'access-control-expose-headers': READABLE, vary: 'Origin' }
    : { vary: 'Origin' }
}

export const preflightHeaders = (): Record<string, string> => ({
  'access-control-allow-methods': METHODS,
  'access-control-allow-headers': REQUEST_HEADERS,
  'access-control-max-age': PREFLIGHT_SECONDS,
})
