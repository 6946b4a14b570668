// A create that is tried again with the same `Idempotency-Key` answers what the first try did, and does nothing.
import { createHash } from 'node:crypto'
import { AppError } from '../../../core/errors.ts'
import type { HttpAnswer } from './answer.ts'
import type { Idempotency } from './gate.ts'

const KEY = /^[\x21-\x7e]{1,255}$/

/** `retryKey` names a request that brings no key of its own. */
type Known = { scope: string; retryKey: string | undefined }
type Keyed = { headers: Record<string, string>; params: unknown; query: unknown; body: unknown }

export const answerOnce = async (
  idempotency: Idempotency,
  { scope, retryKey }: Known,
  { headers, params, query, body }: Keyed,
  handle: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> => {
  const key = headers['idempotency-key']
  if (key === undefined)
    return retryKey === undefined ? handle() : answerAgain(idempotency, { scope, retryKey }, handle)
  if (!KEY.test(key)) {
    throw new AppError('invalid-request', 400, 'The headers are not what this route takes.', {
      fields: [{ field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }],
    })
  }
  // Parsed by a schema, its members stand in the schema's order: the same request gives the same text.
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([params, query, body]))
    .digest('base64url')
  const before = await idempotency.claim(scope, key, fingerprint)
  if (before) return replayed(before)
  try {
    const answer = await handle()
    await idempotency.complete(scope, key, fingerprint, answer)
    return answer
  } catch (error) {
    // What was refused was not done. After a fault of ours nobody knows: the claim then runs out by itself.
    if (error instanceof AppError && error.status < 500) await idempotency.release(scope, key)
    throw error
  }
}

/**
 * Of what a request is named after its content: a first try that is still at work, or a memory that is down, stops
 * nobody, since the consumers know what comes twice. So it may be sent with another time in it, too.
 */
const answerAgain = async (
  idempotency: Idempotency,
  { scope, retryKey }: { scope: string; retryKey: string },
  handle: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> => {
  const before = await idempotency.claim(scope, retryKey, SAME).catch(() => undefined)
  if (before) return replayed(before)
  try {
    const answer = await handle()
    await idempotency.complete(scope, retryKey, SAME, answer).catch(() => undefined)
    return answer
  } catch (error) {
    if (error instanceof AppError && error.status < 500) {
      await idempotency.release(scope, retryKey).catch(() => undefined)
    }
    throw error
  }
}

/** The key says it all: nothing else of the request must be the same. */
const SAME = 'same events'

const replayed = (answer: HttpAnswer): HttpAnswer => ({
  ...answer,
  headers: { ...answer.headers, 'idempotent-replayed': 'true' },
})
