// One request to the ingest, and what came of it.
import { KEEPALIVE_MAX_BYTES, REQUEST_TIMEOUT_MS } from '../limits.ts'
import type { Outcome, Post } from './outcome.ts'
import { parseRetryAfter } from './retry-after.ts'

const reasonOf = async (response: Response) => {
  const problem = await response.json().catch(() => undefined)
  return `${problem?.detail ?? ''} (${response.status})`
}

const acceptedOf = async (response: Response): Promise<Outcome> => {
  const answer = await response.json().catch(() => undefined)
  return { ...answer, is: 'accepted', rejected: answer?.rejected?.[0]?.reason }
}

/** `fetch` is taken at start: the page, or an instrument, may patch it later. */
export const createPost = (url: () => string, send: typeof fetch): Post => {
  return async (body, zip) => {
    try {
      const zipped = await zip?.(body)
      const response = await send(url(), {
        method: 'POST',
        body: zipped ?? body,
        // Types for which the browser asks no leave (preflight) first. API Gateway hands a function text/plain as text,
        // which gzip does not survive, and the form's type as bytes.
        headers: { 'Content-Type': zipped ? 'application/x-www-form-urlencoded' : 'text/plain' },
        keepalive: (zipped?.size ?? body.length) < KEEPALIVE_MAX_BYTES,
        credentials: 'omit',
        // The page's address may hold secrets, and the browser would send it as it is.
        referrerPolicy: 'origin',
        // A browser that knows no such signal waits as long as it likes.
        signal: AbortSignal.timeout?.(REQUEST_TIMEOUT_MS),
      })
      if (response.ok) return await acceptedOf(response)
      if (response.status === 429 || response.status >= 500) {
        const askedMs = parseRetryAfter(response.headers.get('Retry-After'))
        return { is: 'failed', askedMs, reached: true }
      }
      return { is: 'refused', reason: await reasonOf(response) }
    } catch {
      return { is: 'failed', askedMs: 0 }
    }
  }
}
