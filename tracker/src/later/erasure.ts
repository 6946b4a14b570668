// Has the server erase a visitor who asked for it, by the secret that the visitor's id was made of.

import { attempt } from '../guard.ts'
import { forgottenKeyOf } from '../identity/forgotten.ts'
import type { Site } from '../site.ts'

export type Erasure = {
  /** Tells whoever wants to be erased. What does not get through, the next page tells again. */
  tellForgotten: (seen?: string) => void
}

/** `fetch` is taken at start: the page, or the recorder, may patch it later. */
export const openErasure = ({ options: { apiUrl, key }, guarded }: Site, send = fetch): Erasure => ({
  tellForgotten: guarded((told?: string) => {
    const at = forgottenKeyOf(key)
    const [visitorId, secret] = (told ?? attempt(() => localStorage.getItem(at)) ?? '').split('~')
    if (!secret) return
    const request: RequestInit = {
      method: 'POST',
      body: JSON.stringify({ visitorId, secret }),
      // No preflight, and no address of the page, which may hold secrets.
      headers: { 'Content-Type': 'text/plain' },
      credentials: 'omit',
      referrerPolicy: 'origin',
      keepalive: true,
    }
    send(`${apiUrl}/forget?k=${key}`, request).then(
      ({ status }) => {
        // A server that is busy or broken is asked again.
        if (status < 500 && status !== 429) attempt(() => localStorage.removeItem(at))
      },
      () => {},
    )
  }),
})
