// Asks for the ticket of one connection: as the site's user, or as an anonymous visitor by the site's key.
import { parseRetryAfter } from '../transport/retry-after.ts'
import { ANSWER_WITHIN_MS } from './limits.ts'
import type { PresenceOptions } from './options.ts'

/** Why there is none: for how long the server wants to be left alone, and whether asking again could help at all. */
export type Refusal = { ticket?: undefined; askedMs: number; final?: boolean }
export type Ticket = { ticket: string } | Refusal

type Asker = { apiUrl: string; key: string; visitorId: string; pingSeconds: number }

const HOPELESS = [400, 401, 403, 404]

export const askTicket = async (
  send: typeof fetch,
  { apiUrl, key, visitorId, pingSeconds }: Asker,
  token: PresenceOptions['token'],
): Promise<Ticket> => {
  try {
    const bearer = typeof token === 'function' ? await token() : token
    // A user whose token could not be had is not nobody: they come back when it can.
    if (token && (typeof bearer !== 'string' || !bearer)) return { askedMs: 0 }
    const response = await send(`${apiUrl}/socket-tickets`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(bearer ? { Authorization: `Bearer ${bearer}` } : { 'X-API-Key': key }),
      },
      body: JSON.stringify({ pingSeconds, ...(!bearer && { visitorId }) }),
      credentials: 'omit',
      referrerPolicy: 'origin',
      // A browser that knows no such signal waits as long as it likes.
      signal: AbortSignal.timeout?.(ANSWER_WITHIN_MS),
    })
    if (response.ok) return (await response.json()) as { ticket: string }
    return {
      askedMs: parseRetryAfter(response.headers.get('Retry-After')),
      // Whoever fetches tokens may come back with a better one.
      final: HOPELESS.includes(response.status) && typeof token !== 'function',
    }
  } catch {
    return { askedMs: 0 }
  }
}
