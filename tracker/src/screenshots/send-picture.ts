// Sends a picture: bare bytes with what they show in the query, of a type for which no browser asks leave first.
import type { Screenshot } from '../../../core/screenshots/screenshot.ts'
import { RETRY_MS } from './limits.ts'

export type Shown = Omit<Screenshot, 'sentAt'>

/** True if it was taken, or came a second time. */
export const sendPicture = async (
  send: typeof fetch,
  url: string,
  shown: Shown,
  jpeg: Blob,
  now: () => number,
): Promise<boolean> => {
  for (let tries = 0; tries < 2; tries++) {
    if (tries) await new Promise((done) => setTimeout(done, RETRY_MS))
    try {
      const meta = encodeURIComponent(JSON.stringify({ ...shown, sentAt: now() }))
      const { ok, status } = await send(`${url}&meta=${meta}`, {
        method: 'POST',
        // As text/plain the gateway would take it for text; this type it hands on byte by byte.
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: jpeg,
        credentials: 'omit',
        referrerPolicy: 'origin',
      })
      if (ok) return true
      if (status !== 429 && status < 500) return false
    } catch {
      // Offline, or blocked.
    }
  }
  return false
}
