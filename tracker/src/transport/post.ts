// One request to the ingest, and what came of it.
import { KEEPALIVE_MAX_BYTES, REQUEST_TIMEOUT_MS } from '../limits.ts'
import type { Outcome, Zip } from './outcome.ts'
import { parseRetryAfter } from './retry-after.ts'

/** `fetch` is taken at start: the page, or an instrument, may patch it later. */
export const createPost =
  (send: typeof fetch) =>
  async (url: string, body: string, zip?: Zip): Promise<Outcome> => {
    try {
      const zipped = await zip?.(body)
      const response = await send(url, {
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
      return {
        status: response.status,
        askedMs: parseRetryAfter(response.headers.get('Retry-After')),
        said: await response.json().catch(() => undefined),
      }
    } catch {
      return { status: 0, askedMs: 0 }
    }
  }
