// Idempotency keys: claimed once, answered again from what was kept. Answers are sealed, for some show a new key.
import { createHash } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import type { HttpAnswer } from '../runtime/http/answer.ts'
import type { Idempotency } from '../runtime/http/gate.ts'
import type { idempotencyRecords } from '../stores/idempotency.ts'
import { openText, sealText } from './sealing.ts'

type Deps = { records: ReturnType<typeof idempotencyRecords>; sealKey: () => Promise<Buffer> }

/** Seconds after which a request that is still at work is worth asking again for. */
const BUSY_SECONDS = 2

export const idempotency = ({ records, sealKey }: Deps): Idempotency => ({
  claim: async (scope, key, fingerprint) => {
    const id = idOf(scope, key)
    const before = await records.claim(id, fingerprint)
    if (!before) return undefined
    if (before.fingerprint !== fingerprint) {
      throw new AppError('idempotency-key-reused', 422, 'This Idempotency-Key was used for another request.')
    }
    if (before.answer === undefined) {
      throw new AppError('request-in-progress', 409, 'The first request with this key is still at work.', {
        retryAfter: BUSY_SECONDS,
      })
    }
    return JSON.parse(openText(await sealKey(), before.answer, id)) as HttpAnswer
  },
  complete: async (scope, key, fingerprint, answer) => {
    const id = idOf(scope, key)
    await records.complete(id, fingerprint, sealText(await sealKey(), JSON.stringify(answer), id))
  },
  release: (scope, key) => records.release(idOf(scope, key)),
})

const idOf = (scope: string, key: string): string =>
  createHash('sha256').update(`${scope}\n${key}`).digest('base64url')
